using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Inquiries;
using Bench.Data.Work;
using Bench.Service.Access;
using Bench.Service.Models;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Inquiries;

/// <summary>Accepts inquiries and cancels them.</summary>
public sealed class InquiryDesk(BenchDb db, Ledger ledger, WorkQueue queue, WorkScheduler scheduler, TimeProvider time)
{
    DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Stores inquiries and queues their work. Each counts among the caller's evaluations.</summary>
    /// <param name="wanted">What is asked.</param>
    /// <param name="once">Whether the same inquiry that waits, runs or has completed is the answer in place of a new
    /// one.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops it; nothing is stored then.</param>
    /// <returns>Their ids, in the same order.</returns>
    /// <exception cref="RefusalException">A limit of the caller is reached; nothing has changed.</exception>
    public async Task<IReadOnlyList<Guid>> AcceptAsync<T>(
        IReadOnlyList<T> wanted,
        bool once,
        Caller caller,
        CancellationToken cancellationToken
    )
        where T : Inquiry
    {
        var (ids, items) = (new List<Guid>(), new List<WorkItem>());
        using var turn = await ledger.TurnAsync(caller, cancellationToken);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // Takes the models' rows, always in the same order, so that two requests for the same come one after the
            // other.
            foreach (var model in wanted.Select(each => each.ModelId).Order())
                await db.Models.Where(candidate => candidate.Id == model).HoldAsync(cancellationToken);
            foreach (var inquiry in wanted)
            {
                if (once && await KnownAsync(inquiry, cancellationToken) is { } known)
                {
                    ids.Add(known);
                    continue;
                }
                ids.Add(inquiry.Id);
                items.Add(Step(inquiry, start: 0, inquiry.CreatedAt));
                db.Add(inquiry);
            }
            await ledger.ReserveEvaluationsAsync(caller, [.. items.Select(item => item.SubjectId)], cancellationToken);
            db.Work.AddRange(items);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        // Dies here: the sweeper finds the items without jobs.
        await scheduler.EnqueueAsync(items, cancellationToken);
        return ids;
    }

    /// <exception cref="RefusalException">There is none of that id, it is another key's, or it has ended.</exception>
    public async Task CancelAsync<T>(Guid id, Caller caller, CancellationToken cancellationToken)
        where T : Inquiry
    {
        var inquiry = await db.FindInquiryAsync<T>(id, cancellationToken);
        if (!caller.MayChange(inquiry.OwnerKeyId))
            throw InquiryKind.Of<T>().Foreign();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The work before the inquiry, as a worker that ends a step takes them: in the other order each would wait for the other.
        await queue.CancelAsync(id, cancellationToken);
        if (await db.EndInquiryAsync(id, EvaluationState.Cancelled, failure: null, Now, cancellationToken) == 0)
            throw InquiryKind.Of<T>().Ended(inquiry);
        // What no device has worked on yet costs nothing.
        if (inquiry.State == EvaluationState.Queued)
            await db.RefundAsync(id, Now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The item that asks a worker for the next step.</summary>
    public static WorkItem Step<T>(T inquiry, int start, DateTime now)
        where T : Inquiry =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Kind = InquiryKind.Of<T>().Work,
            SubjectId = inquiry.Id,
            OwnerKeyId = inquiry.OwnerKeyId,
            Start = start,
            CreatedAt = now,
        };

    Task<Guid?> KnownAsync<T>(T inquiry, CancellationToken cancellationToken)
        where T : Inquiry =>
        db.Set<T>()
            .Where(other =>
                other.ModelId == inquiry.ModelId
                && other.DatasetId == inquiry.DatasetId
                && other.Spec == inquiry.Spec
                && other.Preprocessing == inquiry.Preprocessing
                && other.State != EvaluationState.Failed
                && other.State != EvaluationState.Cancelled
            )
            .Select(other => (Guid?)other.Id)
            .FirstOrDefaultAsync(cancellationToken);
}
