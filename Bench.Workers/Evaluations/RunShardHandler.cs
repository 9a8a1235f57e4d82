using System.Diagnostics;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Damages;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Imaging.Crops;
using Bench.Service.Access;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Stop;
using Bench.Service.Json;
using Bench.Service.Models;
using Bench.Service.Storage;
using Bench.Service.Work;
using Bench.Workers.Evaluations.Plan;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Evaluations.Stop;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Evaluations;

/// <summary>Runs a model over a slice of a dataset and stores its predictions as one part; the last part starts the
/// scoring.</summary>
internal sealed class RunShardHandler(
    BenchDb db,
    WorkQueue queue,
    WorkScheduler scheduler,
    IBlobStore blobs,
    BlobWriter writer,
    DatasetStore datasets,
    ModelStore models,
    ShardRunner runner,
    ShardOutcomes outcomes,
    EarlyStop stop,
    CacheMeter caches,
    BenchOptions options,
    InferenceOptions inference,
    TimeProvider time
) : IWorkHandler
{
    public WorkKind Kind => WorkKind.RunShard;

    public TimeSpan TimeLimit => inference.ShardTimeout;

    public string AfterDeadline => IWorkHandler.FasterModel;

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var evaluation = await db.Evaluations.AsNoTracking().SingleAsync(candidate => candidate.Id == lease.SubjectId, cancellationToken);
        if (evaluation.State != EvaluationState.Running && !await StartAsync(lease.SubjectId, cancellationToken))
        {
            await queue.FinishAsync(lease, result: null, notes: null, cancellationToken);
            return;
        }
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == evaluation.DatasetId, cancellationToken);
        var row = await db.Models.AsNoTracking().SingleAsync(candidate => candidate.Id == evaluation.ModelId, cancellationToken);
        var model = await models.FetchAsync(row, cancellationToken);
        var manifest = await datasets.ManifestAsync(dataset, cancellationToken);
        var record = WorkJson.Read<RunRecord>(evaluation.Record!);
        var rule = StoredJson.Read<StopRule>(evaluation.StopWhen);
        var order = rule is null ? null : ImageOrder.Of(manifest.Count, rule.Seed);

        using var part = TemporaryFile.In(options.CachePath);
        try
        {
            var clock = Stopwatch.StartNew();
            var run = new ShardRun(
                model,
                manifest,
                datasets.RunnableRoot(dataset),
                Contracts.Preprocessing(evaluation.Preprocessing),
                record,
                lease.Start,
                lease.Count,
                part.Path
            )
            {
                Inspection = row.Inspection is { } known ? WorkJson.Read<ModelInspection>(known) : null,
                InspectedUnder = row.Preprocessing,
                Order = order,
            };
            var notes = await runner.RunAsync(
                run,
                done => heartbeat.Report(new WorkProgress(done, lease.Count, done / clock.Elapsed.TotalSeconds)),
                cancellationToken
            );
            caches.Looked("crops", lease.Count - notes.Undecodable.Count - notes.CropsMade, notes.CropsMade);

            EarlyStop.Yardstick? yardstick = null;
            if (rule is not null)
            {
                notes = notes with { Outcomes = await outcomes.OfAsync(rule, run, notes.Undecodable, cancellationToken) };
                yardstick = await stop.YardstickAsync(rule, manifest, order!, cancellationToken);
            }

            // Dies before the commit: the part lies under a name that carries this lease's token, and nobody will read
            // it.
            var blob = await writer.StoreAsync(
                part,
                sha256 => BlobKeys.Part(evaluation.Id, lease.ItemId, lease.Token, sha256),
                cancellationToken
            );
            await CommitAsync(lease, evaluation.OwnerKeyId, clock.Elapsed, blob, notes, yardstick, cancellationToken);
        }
        catch (ImageChangedException error)
        {
            throw DamageException.Picture(dataset.Key, error.Name);
        }
    }

    /// <summary>The first shard that a device takes makes a planned evaluation a running one.</summary>
    /// <returns>False where it is not to be run: it was cancelled, or has failed.</returns>
    async Task<bool> StartAsync(Guid evaluationId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await db
            .Evaluations.Where(evaluation => evaluation.Id == evaluationId && evaluation.State == EvaluationState.Queued)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(evaluation => evaluation.State, EvaluationState.Running)
                        .SetProperty(evaluation => evaluation.StartedAt, now)
                        .SetProperty(evaluation => evaluation.Revision, evaluation => evaluation.Revision + 1),
                cancellationToken
            );
        // Of two first shards on two machines one has started it, and both run.
        return await db.Evaluations.AnyAsync(
            evaluation => evaluation.Id == evaluationId && evaluation.State == EvaluationState.Running,
            cancellationToken
        );
    }

    async Task CommitAsync(
        WorkLease lease,
        Guid? owner,
        TimeSpan took,
        string blob,
        ShardNotes notes,
        EarlyStop.Yardstick? yardstick,
        CancellationToken cancellationToken
    )
    {
        WorkItem? scoring = null;
        IReadOnlyList<string> unread = [];
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // The evaluation's row first: two last shards on two machines then count one after the other, and one of
            // them sees none left.
            await db
                .Evaluations.Where(evaluation => evaluation.Id == lease.SubjectId)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(evaluation => evaluation.Done, evaluation => evaluation.Done + lease.Count)
                            .SetProperty(evaluation => evaluation.Revision, evaluation => evaluation.Revision + 1),
                    cancellationToken
                );
            if (!await queue.FinishAsync(lease, blob, WorkJson.Write(notes), cancellationToken))
                return;
            if (owner is { } key)
                db.Ledger.Add(Ledger.DeviceTime(key, lease.SubjectId, took, time.GetUtcNow().UtcDateTime));
            if (yardstick is not null && await stop.LookAsync(yardstick, lease, cancellationToken) is { } dropped)
                unread = dropped;
            else if (
                !await db.Work.AnyAsync(
                    item =>
                        item.SubjectId == lease.SubjectId
                        && item.Kind == WorkKind.RunShard
                        && (item.State == WorkState.Waiting || item.State == WorkState.Leased),
                    cancellationToken
                )
            )
            {
                scoring = new WorkItem
                {
                    Id = Guid.CreateVersion7(),
                    Kind = WorkKind.ScoreEvaluation,
                    SubjectId = lease.SubjectId,
                    OwnerKeyId = owner,
                    CreatedAt = time.GetUtcNow().UtcDateTime,
                };
                var started = await db
                    .Evaluations.Where(evaluation => evaluation.Id == lease.SubjectId && evaluation.State == EvaluationState.Running)
                    .ExecuteUpdateAsync(set => set.SetProperty(evaluation => evaluation.State, EvaluationState.Scoring), cancellationToken);
                if (started == 1)
                    db.Work.Add(scoring);
                else
                    scoring = null;
            }
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        // Dies here: the sweeper finds the scoring without a job. Parts that nobody reads any more stay behind: they
        // waste disk space and change no result.
        if (scoring is not null)
            await scheduler.EnqueueAsync([scoring], cancellationToken);
        foreach (var part in unread)
            await blobs.DeleteAsync(part, CancellationToken.None);
    }

    /// <remarks>A full memory at a batch above 1 is not the end: the whole evaluation starts again at half the batch,
    /// so that all its numbers come from one batch size.</remarks>
    public async Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var evaluation = await db.Evaluations.SingleAsync(candidate => candidate.Id == lease.SubjectId, cancellationToken);
        if (
            failure.Code != "out-of-memory"
            || evaluation.State != EvaluationState.Running
            || WorkJson.Read<RunRecord>(evaluation.Record!) is not { Batch: > 1, FixedBatch: false } record
        )
        {
            await db.FailEvaluationAsync(queue, lease.SubjectId, failure, now, cancellationToken);
            return;
        }
        await queue.DiscardAsync(evaluation.Id, cancellationToken);
        var halved = record with { Batch = record.Batch / 2 };
        evaluation.Checks = evaluation.Checks.With([
            Check.Note(
                CheckCodes.BatchHalved,
                $"Batch {record.Batch} did not fit the memory; the evaluation started again at {halved.Batch}."
            ),
        ]);
        evaluation.Record = WorkJson.Write(halved);
        evaluation.Attempt++;
        evaluation.Done = 0;
        evaluation.Revision++;
        // Waiting items without a job: the sweeper makes jobs for them once this has committed.
        db.Work.AddRange(ShardPlan.Cut(evaluation, inference.ShardSize, halved.Batch, now));
        await db.SaveChangesAsync(cancellationToken);
    }
}
