using System.Diagnostics;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Evaluations;
using Bench.Data.Inquiries;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Access;
using Bench.Service.Inquiries;
using Bench.Service.Work;
using Bench.Workers.Inference.Cage;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Inquiries;

/// <summary>The walk of every step of an inquiry, whatever is asked: it starts, asks, commits what it made and, where
/// images are left, the item of the next step.</summary>
internal sealed class InquiryWalk(
    BenchDb db,
    WorkQueue queue,
    WorkScheduler scheduler,
    IBlobStore blobs,
    InferenceOptions inference,
    TimeProvider time
)
{
    public TimeSpan TimeLimit => inference.ShardTimeout;

    DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <param name="lease">Of the item.</param>
    /// <param name="ask">Asks the model and writes into the inquiry what is known now: images done and in all, record,
    /// summary, blob of the whole. Returns the blob of what this step made by itself, which its work item names from then
    /// on; null for none.</param>
    /// <param name="settle">What else follows, in the transaction that commits it; null for nothing.</param>
    /// <param name="cancellationToken">Ends the step early; nothing has changed then.</param>
    public async Task RunAsync<T>(WorkLease lease, Func<T, Task<string?>> ask, Func<T, Task>? settle, CancellationToken cancellationToken)
        where T : Inquiry
    {
        if (!await StartAsync(lease.SubjectId, cancellationToken))
        {
            await queue.FinishAsync(lease, result: null, notes: null, cancellationToken);
            return;
        }
        var inquiry = await db.Set<T>().AsNoTracking().SingleAsync(candidate => candidate.Id == lease.SubjectId, cancellationToken);
        var clock = Stopwatch.StartNew();
        var part = await ask(inquiry);
        // Dies before the commit: the row and the items are what the step before left, this step waits again, and nobody reads
        // the new blob. The next try makes the same bytes under the same name; where it does not, the blob stays behind. It
        // wastes disk space and changes no result.
        if (!await CommitAsync(lease, inquiry, part, settle, clock.Elapsed, cancellationToken))
            await DropAsync(inquiry, part ?? inquiry.ResultsBlob);
    }

    /// <summary>Removes what a step made of an inquiry that has ended meanwhile, or is gone: no row will name it. While
    /// the inquiry goes on another worker may be making the same bytes.</summary>
    async Task DropAsync(Inquiry inquiry, string? made)
    {
        if (made is null)
            return;
        var own = db.Inquiries.IgnoreQueryFilters().Where(each => each.Id == inquiry.Id);
        if (
            !await own.UnderWay().AnyAsync(CancellationToken.None)
            && !await own.AnyAsync(each => each.ResultsBlob == made, CancellationToken.None)
            && !await db.Work.AnyAsync(item => item.SubjectId == inquiry.Id && item.Result == made, CancellationToken.None)
        )
            await blobs.DeleteAsync(made, CancellationToken.None);
    }

    /// <summary>Records on the inquiry that its work ended in failure.</summary>
    public async Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken)
    {
        await db.EndInquiryAsync(lease.SubjectId, EvaluationState.Failed, failure, Now, cancellationToken);
        await queue.CancelAsync(lease.SubjectId, cancellationToken);
        if (Refunds.IsDue(failure))
            await db.RefundAsync(lease.SubjectId, Now, cancellationToken);
    }

    /// <returns>False where it is not to be run: it was cancelled, or has failed.</returns>
    async Task<bool> StartAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = Now;
        return await db
                .Inquiries.Where(inquiry => inquiry.Id == id)
                .UnderWay()
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(inquiry => inquiry.State, EvaluationState.Running)
                            .SetProperty(inquiry => inquiry.StartedAt, inquiry => inquiry.StartedAt ?? now),
                    cancellationToken
                ) == 1;
    }

    /// <returns>False where the lease is lost: nothing has changed.</returns>
    async Task<bool> CommitAsync<T>(
        WorkLease lease,
        T inquiry,
        string? part,
        Func<T, Task>? settle,
        TimeSpan took,
        CancellationToken cancellationToken
    )
        where T : Inquiry
    {
        var (ended, now) = (inquiry.Done >= inquiry.Total, Now);
        inquiry.State = ended ? EvaluationState.Completed : EvaluationState.Running;
        inquiry.FinishedAt = ended ? now : null;
        var next = InquiryDesk.Step(inquiry, inquiry.Done, now);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            if (!await queue.FinishAsync(lease, part, notes: null, cancellationToken))
                return false;
            await db
                .Inquiries.Where(candidate => candidate.Id == inquiry.Id)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(candidate => candidate.Record, inquiry.Record)
                            .SetProperty(candidate => candidate.Done, inquiry.Done)
                            .SetProperty(candidate => candidate.Total, inquiry.Total)
                            .SetProperty(candidate => candidate.ResultsBlob, inquiry.ResultsBlob)
                            .SetProperty(candidate => candidate.Summary, inquiry.Summary)
                            .SetProperty(candidate => candidate.State, inquiry.State)
                            .SetProperty(candidate => candidate.FinishedAt, inquiry.FinishedAt),
                    cancellationToken
                );
            if (settle is not null)
                await settle(inquiry);
            if (inquiry.OwnerKeyId is { } owner)
                db.Ledger.Add(Ledger.DeviceTime(owner, inquiry.Id, took, now));
            if (!ended)
                db.Work.Add(next);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        // Dies here: the sweeper finds the step without a job.
        if (!ended)
            await scheduler.EnqueueAsync([next], cancellationToken);
        return true;
    }
}
