using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Work;
using Bench.Metrics.Numerics;
using Bench.Service.Evaluations.Stop;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Evaluations.Stop;
using Microsoft.EntityFrameworkCore;

namespace Bench.Tests.Workers.Evaluations;

/// <summary>Four shards of twenty images, of which the second decides the question: over one database, because its queries are those of
/// any shard.</summary>
public sealed class EarlyStopTests
{
    const int Shard = 20;
    const int Shards = 4;

    /// <summary>The first shard says nothing, every image of the others speaks for the model.</summary>
    static readonly string[] Outcomes = [new('0', Shard), new('1', Shard), new('1', Shard), new('1', Shard)];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(3, 2, 1, 0)]
    public async Task The_same_images_decide_in_whatever_order_the_shards_end(params int[] ends)
    {
        await using var database = await TestDatabase.CreateAsync(Database.Sqlite);
        var id = await RunningAsync(database);

        for (var i = 0; i < ends.Length - 1; i++)
            (await EndAsync(database, id, ends[i], Outcomes[ends[i]])).ShouldBeNull();
        var unread = await EndAsync(database, id, ends[^1], Outcomes[ends[^1]]);

        await using var db = database.Open();
        var evaluation = await db.Evaluations.SingleAsync(candidate => candidate.Id == id);
        var decision = WorkJson.Read<StopDecision>(evaluation.Decision!);
        (evaluation.State, evaluation.Done).ShouldBe((EvaluationState.Partial, 2 * Shard));
        (decision.Outcome, decision.Images, decision.N, decision.Right).ShouldBe((StopOutcome.Better, 2 * Shard, 2 * Shard, Shard));
        unread!.Count.ShouldBe(ends.Length);
        (await db.Work.CountAsync(item => item.State == WorkState.Cancelled)).ShouldBe(Shards - ends.Length);
        evaluation.FinishedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_shard_that_another_worker_runs_is_called_off()
    {
        await using var database = await TestDatabase.CreateAsync(Database.Sqlite);
        var id = await RunningAsync(database);
        var other = await TakeAsync(database, id, 3);

        await EndAsync(database, id, 0, Outcomes[0]);
        await EndAsync(database, id, 1, Outcomes[1]);

        await using var db = database.Open();
        (await Queue(db).KeepAsync(other, new WorkProgress(1, Shard), default)).ShouldBeFalse();
        (await Queue(db).FinishAsync(other, "late", null, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_dies_before_the_commit_has_decided_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(Database.Sqlite);
        var id = await RunningAsync(database);

        await EndAsync(database, id, 0, Outcomes[0]);
        (await EndAsync(database, id, 1, Outcomes[1], commits: false)).ShouldNotBeNull();

        await using var db = database.Open();
        var evaluation = await db.Evaluations.SingleAsync(candidate => candidate.Id == id);
        (evaluation.State, evaluation.Decision).ShouldBe((EvaluationState.Running, null));
        (await db.Work.CountAsync(item => item.State == WorkState.Waiting)).ShouldBe(2);
    }

    [Fact]
    public async Task A_question_that_stays_open_leaves_a_whole_run_with_what_is_known()
    {
        await using var database = await TestDatabase.CreateAsync(Database.Sqlite);
        var id = await RunningAsync(database);

        for (var shard = 0; shard < Shards; shard++)
            (await EndAsync(database, id, shard, Outcomes[0])).ShouldBeNull();

        await using var db = database.Open();
        var evaluation = await db.Evaluations.SingleAsync(candidate => candidate.Id == id);
        var decision = WorkJson.Read<StopDecision>(evaluation.Decision!);
        (evaluation.State, decision.Outcome, decision.Images).ShouldBe((EvaluationState.Running, StopOutcome.Undecided, Shard * Shards));
    }

    [Fact]
    public async Task Images_that_the_labels_or_the_other_model_leave_out_do_not_count()
    {
        await using var database = await TestDatabase.CreateAsync(Database.Sqlite);
        var id = await RunningAsync(database);

        await EndAsync(database, id, 0, new string('-', Shard));
        await EndAsync(database, id, 1, Outcomes[1], counts: image => image % 2 == 0);

        await using var db = database.Open();
        var evaluation = await db.Evaluations.SingleAsync(candidate => candidate.Id == id);
        var decision = WorkJson.Read<StopDecision>(evaluation.Decision!);
        (decision.N, decision.Right, decision.OnlyThis).ShouldBe((Shard / 2, Shard / 2, Shard / 2));
    }

    static WorkQueue Queue(BenchDb db) => new(db, new BenchOptions(), TimeProvider.System);

    /// <summary>An evaluation that runs, whose shards wait.</summary>
    static async Task<Guid> RunningAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var (model, dataset) = (RunRows.ReadyModel(), RunRows.Pictures());
        var evaluation = new Evaluation
        {
            Id = Guid.CreateVersion7(),
            ModelId = model.Id,
            DatasetId = dataset.Id,
            Verified = true,
            State = EvaluationState.Running,
            Total = Shard * Shards,
            Record = WorkJson.Write(RunVerdictTests.Record(OutputKind.Logits, 10)),
        };
        db.AddRange(model, dataset, evaluation);
        for (var shard = 0; shard < Shards; shard++)
            db.Work.Add(
                new WorkItem
                {
                    Id = Guid.CreateVersion7(),
                    Kind = WorkKind.RunShard,
                    SubjectId = evaluation.Id,
                    Start = shard * Shard,
                    Count = Shard,
                    Total = Shard,
                }
            );
        await db.SaveChangesAsync();
        return evaluation.Id;
    }

    static async Task<WorkLease> TakeAsync(TestDatabase database, Guid id, int shard)
    {
        await using var db = database.Open();
        var item = await db.Work.SingleAsync(item => item.SubjectId == id && item.Start == shard * Shard);
        return (await Queue(db).TakeAsync(item.Id, "test", TimeSpan.FromMinutes(1), default))!;
    }

    /// <summary>Ends a shard as its handler does.</summary>
    static async Task<IReadOnlyList<string>?> EndAsync(
        TestDatabase database,
        Guid id,
        int shard,
        string outcomes,
        Func<int, bool>? counts = null,
        bool commits = true
    )
    {
        var lease = await TakeAsync(database, id, shard);
        await using var db = database.Open();
        var stop = new EarlyStop(db, Queue(db), null!, TimeProvider.System);
        var counting = new BitSet(Shard * Shards);
        for (var image = 0; image < counting.Count; image++)
            counting[image] = counts?.Invoke(image) ?? true;
        var rule = new StopRule(Guid.Empty, Guid.Empty, "old", 0, null, 0.05, StopScope.Population, "original", Guid.Empty, 1);
        var notes = new ShardNotes([], 100, new EngineRecord("", "cpu", "", "", false, ""), null, null, outcomes);

        await using var transaction = await db.Database.BeginTransactionAsync();
        (await Queue(db).FinishAsync(lease, $"part-{shard}", WorkJson.Write(notes), default)).ShouldBeTrue();
        var unread = await stop.LookAsync(
            new(rule, [.. Enumerable.Range(0, Shard * Shards)], counting, new BitSet(Shard * Shards)),
            lease,
            default
        );
        await db.SaveChangesAsync();
        if (commits)
            await transaction.CommitAsync();
        return unread;
    }
}
