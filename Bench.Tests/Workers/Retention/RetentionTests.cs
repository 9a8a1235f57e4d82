using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Work;
using Bench.Service.Datasets.Variants;
using Bench.Service.Readers;
using Bench.Service.Storage;
using Bench.Workers.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Workers.Retention;

/// <summary>What is removed with time, and what never is unless the operator says so.</summary>
public sealed class RetentionTests : IDisposable
{
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    readonly TempFolder _folder = new();

    DateTime Now => _time.GetUtcNow().UtcDateTime;

    public void Dispose() => _folder.Dispose();

    [Theory, BothDatabases]
    public async Task By_default_no_result_is_ever_removed(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        await FillAsync(made);

        var report = await RoundAsync(made, new KeepOptions(), days: 10_000);

        report.ShouldBe(new RetentionReport(Audit: 1, Work: 2, Failed: 0, Predictions: 0));
        await using var db = made.Open();
        (await db.Evaluations.CountAsync(evaluation => evaluation.PredictionsBlob != null)).ShouldBe(2);
        (await db.Evaluations.CountAsync()).ShouldBe(3);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Predictions_go_when_they_are_too_old_and_a_blob_that_another_evaluation_reads_stays(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        await FillAsync(made);
        var keep = new KeepOptions { PredictionsDays = 7 };

        var early = await RoundAsync(made, keep, days: 6);
        var first = await RoundAsync(made, keep, days: 2);
        var shared = File.Exists(_folder["blobs/predictions/shared.npz"]);
        var second = await RoundAsync(made, keep, days: 10);

        (early.Predictions, first.Predictions, second.Predictions).ShouldBe((0, 1, 1));
        shared.ShouldBeTrue("the younger evaluation was scored from it");
        File.Exists(_folder["blobs/predictions/shared.npz"]).ShouldBeFalse();
        await using var db = made.Open();
        (await db.Evaluations.CountAsync(evaluation => evaluation.State == EvaluationState.Completed)).ShouldBe(2, "scores stay");
    }

    [Theory, BothDatabases]
    public async Task What_did_not_complete_goes_with_its_work_and_the_parts_that_it_left(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        await FillAsync(made);

        var report = await RoundAsync(made, new KeepOptions { FailedDays = 1, WorkDays = 0 }, days: 2);

        report.ShouldBe(new RetentionReport(Audit: 0, Work: 0, Failed: 1, Predictions: 0));
        await using var db = made.Open();
        (await db.Evaluations.AnyAsync(evaluation => evaluation.State == EvaluationState.Failed)).ShouldBeFalse();
        (await db.Work.CountAsync()).ShouldBe(2, "of the completed one");
        File.Exists(_folder["blobs/parts/left.npz"]).ShouldBeFalse();
        (await RoundAsync(made, new KeepOptions { FailedDays = 1 }, days: 0)).Failed.ShouldBe(0);
    }

    async Task<RetentionReport> RoundAsync(TestDatabase made, KeepOptions keep, int days)
    {
        _time.Advance(TimeSpan.FromDays(days));
        await using var db = made.Open();
        return await new RetentionRound(
            db,
            new UnreadBlobs(db, new FileBlobStore(_folder["blobs"])),
            keep,
            new Sights(db, VariantCatalog.Read(new BenchOptions()), _time),
            _time
        ).RunAsync(default);
    }

    async Task FillAsync(TestDatabase made)
    {
        _folder.Write("blobs/predictions/shared.npz", "x");
        _folder.Write("blobs/parts/left.npz", "x");
        await using var db = made.Open();
        var model = new Model
        {
            Id = Guid.CreateVersion7(),
            Name = "m",
            CreatedAt = Now,
        };
        var dataset = new Dataset
        {
            Id = Guid.CreateVersion7(),
            Key = "d",
            Variant = "custom",
            Layout = "csv",
            Path = "d.csv",
            Classes = "c",
            CreatedAt = Now,
        };
        db.AddRange(model, dataset);
        await db.SaveChangesAsync();
        Evaluation[] evaluations =
        [
            Ended(EvaluationState.Completed, Now, "predictions/shared.npz"),
            Ended(EvaluationState.Completed, Now.AddDays(5), "predictions/shared.npz"),
            Ended(EvaluationState.Failed, Now, null),
        ];
        db.AddRange(evaluations);
        db.AddRange(
            Item(WorkKind.RunShard, WorkState.Done, evaluations[0], null),
            Item(WorkKind.Rescore, WorkState.Done, evaluations[0], null),
            Item(WorkKind.RunShard, WorkState.Cancelled, evaluations[2], "parts/left.npz")
        );
        db.Add(
            new AuditEntry
            {
                Id = Guid.CreateVersion7(),
                At = Now,
                KeyId = Guid.CreateVersion7(),
                KeyName = "k",
                Action = "CreateKey",
                Path = "/",
            }
        );
        await db.SaveChangesAsync();

        Evaluation Ended(EvaluationState state, DateTime at, string? blob) =>
            new()
            {
                Id = Guid.CreateVersion7(),
                ModelId = model.Id,
                DatasetId = dataset.Id,
                Verified = true,
                State = state,
                PredictionsBlob = blob,
                CreatedAt = Now,
                FinishedAt = at,
            };
    }

    WorkItem Item(WorkKind kind, WorkState state, Evaluation evaluation, string? result) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            SubjectId = evaluation.Id,
            State = state,
            Result = result,
            CreatedAt = Now,
        };
}
