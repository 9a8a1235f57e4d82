using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Evaluations;
using Bench.Service.Work;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Workers.Jobs;

/// <summary>Shards of one evaluation that fail while something else ends it.</summary>
public sealed class FailingTogetherTests
{
    /// <summary>A shard that failed took its own row and then the evaluation's; whoever cancelled had the evaluation's and wanted those of
    /// its shards. Each waited for the other, and the database ended one.</summary>
    [Fact]
    public async Task A_shard_that_fails_while_its_evaluation_is_cancelled_holds_nothing_that_the_other_needs()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var made = await TestDatabase.CreateAsync(Database.Postgres);
        var (evaluation, shards) = await RunningAsync(made);
        await using var services = Services(made);
        var runner = services.GetRequiredService<WorkRunner>();
        await using var db = made.Open();
        await using var cancel = await db.Database.BeginTransactionAsync(cancellation);
        await db.Evaluations.Where(each => each.Id == evaluation).HoldAsync(cancellation);

        var failing = shards.Select(shard => runner.RunItemAsync(shard, WorkKind.RunShard, cancellation)).ToList();
        await using (var watcher = made.Open())
            await RowLocks.WaitingAsync(watcher, failing.Count, cancellation);
        await new WorkQueue(db, new BenchOptions(), TimeProvider.System).CancelAsync(evaluation, cancellation);
        await cancel.CommitAsync(cancellation);
        await Task.WhenAll(failing);

        await using var after = made.Open();
        (await after.Work.AllAsync(item => item.State == WorkState.Cancelled, cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_two_shards_that_fail_at_once_one_ends_the_evaluation_and_the_other_sees_it()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var made = await TestDatabase.CreateAsync(Database.Postgres);
        var (evaluation, shards) = await RunningAsync(made);
        await using var services = Services(made);
        var runner = services.GetRequiredService<WorkRunner>();
        await using var db = made.Open();
        await using var commit = await db.Database.BeginTransactionAsync(cancellation);
        await db.Evaluations.Where(each => each.Id == evaluation).HoldAsync(cancellation);

        // Both have come as far as they can.
        var failing = shards.Select(shard => runner.RunItemAsync(shard, WorkKind.RunShard, cancellation)).ToList();
        await using (var watcher = made.Open())
            await RowLocks.WaitingAsync(watcher, failing.Count, cancellation);
        await commit.CommitAsync(cancellation);
        await Task.WhenAll(failing);

        await using var after = made.Open();
        (await after.Evaluations.SingleAsync(cancellation)).State.ShouldBe(EvaluationState.Failed);
        (await after.Work.Select(item => item.State).ToListAsync(cancellation)).ShouldBe(
            [WorkState.Failed, WorkState.Cancelled],
            ignoreOrder: true
        );
    }

    static async Task<(Guid Evaluation, List<Guid> Shards)> RunningAsync(TestDatabase made)
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
        var evaluation = new Evaluation
        {
            Id = Guid.CreateVersion7(),
            ModelId = model.Id,
            DatasetId = dataset.Id,
            Verified = true,
            State = EvaluationState.Running,
        };
        List<WorkItem> shards =
        [
            .. Enumerable
                .Range(0, 2)
                .Select(place => new WorkItem
                {
                    Id = Guid.CreateVersion7(),
                    Kind = WorkKind.RunShard,
                    SubjectId = evaluation.Id,
                    Start = place,
                    Count = 1,
                }),
        ];
        db.AddRange(dataset, model, evaluation);
        db.Work.AddRange(shards);
        await db.SaveChangesAsync();
        return (evaluation.Id, shards.ConvertAll(shard => shard.Id));
    }

    static ServiceProvider Services(TestDatabase made) =>
        new ServiceCollection()
            .AddScoped(_ => made.Open())
            .AddScoped<WorkQueue>()
            .AddScoped<IWorkHandler, Failing>()
            .AddMetrics()
            .AddLogging()
            .AddSingleton<WorkMeter>()
            .AddSingleton<WorkRunner>()
            .AddSingleton(new BenchOptions())
            .AddSingleton<TimeProvider>(new FakeTimeProvider())
            .BuildServiceProvider();

    sealed class Failing(BenchDb db, WorkQueue queue) : IWorkHandler
    {
        public WorkKind Kind => WorkKind.RunShard;

        public TimeSpan TimeLimit => TimeSpan.FromHours(1);

        public Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken) =>
            throw new FailureException("model-crashed", "The model crashed.", "Mend it.");

        public Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken) =>
            db.FailEvaluationAsync(queue, lease.SubjectId, failure, DateTime.UnixEpoch, cancellationToken);
    }
}
