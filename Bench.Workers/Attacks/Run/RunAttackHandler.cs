using System.Diagnostics;
using Bench.Data;
using Bench.Data.Attacks;
using Bench.Data.Blobs;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Access;
using Bench.Service.Attacks;
using Bench.Service.Work;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Attacks.Run;

/// <summary>Attacks the next images of an attack, adds them to those that are done, and makes the item of the slice after it.</summary>
internal sealed class RunAttackHandler(
    BenchDb db,
    WorkQueue queue,
    WorkScheduler scheduler,
    IBlobStore blobs,
    AttackResultStore store,
    PictureSliceMaker slices,
    AttackRunner runner,
    InferenceOptions inference,
    TimeProvider time
) : IWorkHandler
{
    public WorkKind Kind => WorkKind.RunAttack;

    public TimeSpan TimeLimit => inference.ShardTimeout;

    DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        if (!await StartAsync(lease.SubjectId, cancellationToken))
        {
            await queue.FinishAsync(lease, result: null, notes: null, cancellationToken);
            return;
        }
        var attack = await db.Attacks.AsNoTracking().SingleAsync(candidate => candidate.Id == lease.SubjectId, cancellationToken);
        var clock = Stopwatch.StartNew();
        var (slice, total) = await SliceAsync(attack, lease.Start, cancellationToken);
        var made = await runner.RunAsync(slice, cancellationToken);
        var all = (await store.ReadAsync(attack, cancellationToken)).With(made);
        var done = lease.Start + slice.Images.Count;
        attack.Summary = WorkJson.Write(AttackSummary.Of(slice.Spec, all, done - all.Images.Count));
        attack.Record = WorkJson.Write(slice.Record);
        (attack.Done, attack.Total) = (done, total);
        // Dies before the commit: the row names the images of the slices before, this slice waits again, and nobody reads the new blob.
        var before = attack.ResultsBlob;
        attack.ResultsBlob = await store.WriteAsync(attack.Id, all, cancellationToken);
        if (!await CommitAsync(lease, attack, clock.Elapsed, cancellationToken))
            return;
        // Dies here: the blob before stays behind, unread. It costs disk, not truth.
        if (before is not null && before != attack.ResultsBlob)
            await blobs.DeleteAsync(before, CancellationToken.None);
    }

    public async Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken)
    {
        await db.EndAttackAsync(lease.SubjectId, EvaluationState.Failed, failure, Now, cancellationToken);
        await queue.CancelAsync(lease.SubjectId, cancellationToken);
        if (Refunds.IsDue(failure))
            await db.RefundAsync(lease.SubjectId, Now, cancellationToken);
    }

    /// <returns>False where it is not to be run: it was cancelled, or has failed.</returns>
    async Task<bool> StartAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = Now;
        return await db
                .Attacks.Where(attack =>
                    attack.Id == id && (attack.State == EvaluationState.Queued || attack.State == EvaluationState.Running)
                )
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(attack => attack.State, EvaluationState.Running)
                            .SetProperty(attack => attack.StartedAt, attack => attack.StartedAt ?? now),
                    cancellationToken
                ) == 1;
    }

    async Task<(AttackSlice Slice, int Total)> SliceAsync(Attack attack, int start, CancellationToken cancellationToken)
    {
        var spec = WorkJson.Read<AttackSpec>(attack.Spec);
        var all = await slices.MakeAsync(
            attack.ModelId,
            attack.DatasetId,
            attack.Preprocessing,
            attack.Record,
            manifest => AttackImages.Of(manifest, spec.Seed, spec.Images),
            "attack-unsupported",
            cancellationToken
        );
        if (all.Images.Count == 0)
            throw new FailureException(
                "attack-unsupported",
                $"No image of dataset '{all.Dataset}' has exactly one label that the attack could count by.",
                "Attack the model over a dataset with one label an image."
            );
        return (new(all with { Images = [.. all.Images.Skip(start).Take(Length(spec))] }, spec), all.Images.Count);
    }

    /// <summary>Images of a slice. One of certificates asks for about as many answers as one of Square by default.</summary>
    int Length(AttackSpec spec) =>
        spec.Smoothing is null
            ? inference.AttackSlice
            : (int)Math.Clamp(inference.AttackSlice * 5_000L / spec.Queries, 1, inference.AttackSlice);

    /// <returns>False where the lease is lost: nothing has changed, and the row may still name the blob before.</returns>
    async Task<bool> CommitAsync(WorkLease lease, Attack attack, TimeSpan took, CancellationToken cancellationToken)
    {
        var (ended, now) = (attack.Done >= attack.Total, Now);
        DateTime? finished = ended ? now : null;
        var next = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.RunAttack,
            SubjectId = attack.Id,
            Start = attack.Done,
            CreatedAt = now,
        };
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            if (!await queue.FinishAsync(lease, result: null, notes: null, cancellationToken))
                return false;
            await db
                .Attacks.Where(candidate => candidate.Id == attack.Id)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(candidate => candidate.Record, attack.Record)
                            .SetProperty(candidate => candidate.Done, attack.Done)
                            .SetProperty(candidate => candidate.Total, attack.Total)
                            .SetProperty(candidate => candidate.ResultsBlob, attack.ResultsBlob)
                            .SetProperty(candidate => candidate.Summary, attack.Summary)
                            .SetProperty(candidate => candidate.State, ended ? EvaluationState.Completed : EvaluationState.Running)
                            .SetProperty(candidate => candidate.FinishedAt, finished),
                    cancellationToken
                );
            if (attack.OwnerKeyId is { } owner)
                db.Ledger.Add(Ledger.DeviceTime(owner, attack.Id, took, now));
            if (!ended)
                db.Work.Add(next);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        // Dies here: the sweeper finds the slice without a job.
        if (!ended)
            await scheduler.EnqueueAsync([next], cancellationToken);
        return true;
    }
}
