using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Service.Access;
using Bench.Service.Evaluations;
using Bench.Service.Refusals;
using Bench.Service.Work;

namespace Bench.Tests.Api;

/// <summary>What running evaluations use of a key's allowances.</summary>
public sealed partial class LedgerTests
{
    [Theory, BothDatabases]
    public async Task A_place_is_free_when_an_evaluation_ends_and_what_the_service_failed_is_given_back_for_the_day(Database database)
    {
        await using var made = await CreateAsync(database);
        var about = await AboutAsync(made);
        var limits = new LimitOptions { EvaluationsAtOnce = 2, EvaluationsPerDay = 3 };
        var first = await AskedAsync(made, limits, about);
        var second = await AskedAsync(made, limits, about);

        var full = await Should.ThrowAsync<RefusalException>(() => AskedAsync(made, limits, about));
        await FailAsync(made, first, "model-crashed");
        await AskedAsync(made, limits, about);
        await FailAsync(made, second, "internal-error");
        await AskedAsync(made, limits, about);
        var today = await Should.ThrowAsync<RefusalException>(() => AskedAsync(made, limits, about));

        full.Message.ShouldContain("has used 2 of 2 (evaluations-at-once)");
        full.RetryAt.ShouldBeNull("nobody knows when one ends");
        today.Message.ShouldContain("has used 3 of 3 (evaluations-day)");
    }

    [Theory, BothDatabases]
    public async Task Whoever_has_used_devices_for_as_long_as_allowed_begins_nothing_before_the_next_day(Database database)
    {
        await using var made = await CreateAsync(database);
        var limits = new LimitOptions { DeviceSecondsPerDay = 10 };

        await WorkAsync(made, TimeSpan.FromSeconds(9.5));
        (await ReservedAsync(made, limits, Guid.CreateVersion7())).ShouldBeTrue("what is begun may end beyond the limit");
        await WorkAsync(made, TimeSpan.FromSeconds(9.5));
        var refused = await RefusedAsync(made, limits);
        _time.Advance(TimeSpan.FromHours(2));

        refused.Message.ShouldContain("has used 19 of 10 (device-seconds-day)");
        refused.RetryAt.ShouldBe(new DateTime(2030, 1, 31, 0, 0, 0, DateTimeKind.Utc));
        (await ReservedAsync(made, limits, Guid.CreateVersion7())).ShouldBeTrue();
    }

    async Task WorkAsync(TestDatabase made, TimeSpan took)
    {
        await using var db = made.Open();
        db.Ledger.Add(Ledger.DeviceTime(_caller.KeyId, Guid.CreateVersion7(), took, _time.GetUtcNow().UtcDateTime));
        await db.SaveChangesAsync();
    }

    static async Task<(Guid Model, Guid Dataset)> AboutAsync(TestDatabase made)
    {
        await using var db = made.Open();
        var dataset = new Dataset
        {
            Id = Guid.CreateVersion7(),
            Key = "set",
            Variant = "custom",
            Layout = "imagefolder",
            Path = "set",
            Classes = "from-folders",
        };
        var model = new Model { Id = Guid.CreateVersion7(), Name = "model" };
        db.AddRange(dataset, model);
        await db.SaveChangesAsync();
        return (model.Id, dataset.Id);
    }

    async Task<Guid> AskedAsync(TestDatabase made, LimitOptions limits, (Guid Model, Guid Dataset) about)
    {
        await using var db = made.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var evaluation = new Evaluation
        {
            Id = Guid.CreateVersion7(),
            ModelId = about.Model,
            DatasetId = about.Dataset,
            Preprocessing = $"{Guid.CreateVersion7()}",
            OwnerKeyId = _caller.KeyId,
            Verified = true,
            State = EvaluationState.Running,
        };
        await new Ledger(db, limits, new KeyTurns(), _time).ReserveEvaluationsAsync(_caller, [evaluation.Id], default);
        db.Evaluations.Add(evaluation);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return evaluation.Id;
    }

    async Task FailAsync(TestDatabase made, Guid evaluation, string code)
    {
        await using var db = made.Open();
        var queue = new WorkQueue(db, new BenchOptions(), _time);
        await db.FailEvaluationAsync(queue, evaluation, new Failure(code, "", ""), _time.GetUtcNow().UtcDateTime, default);
    }
}
