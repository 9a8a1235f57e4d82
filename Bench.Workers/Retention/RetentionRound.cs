using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Work;
using Bench.Service.Log;
using Bench.Service.Readers;
using Bench.Service.Storage;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Retention;

/// <summary>Removes what was kept for as long as the settings say. Two workers that do it at once remove it
/// once.</summary>
/// <remarks>Rows before the blobs that they name: dying in between leaves blobs that nobody reads, which waste disk
/// space and change no result.</remarks>
internal sealed class RetentionRound(BenchDb db, UnreadBlobs leftovers, KeepOptions keep, Sights sights, TimeProvider time)
{
    /// <summary>Evaluations that are removed in one transaction.</summary>
    const int Piece = 200;

    DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task<RetentionReport> RunAsync(CancellationToken cancellationToken) =>
        new(
            await AuditAsync(cancellationToken),
            await WorkAsync(cancellationToken),
            await FailedAsync(cancellationToken),
            await PredictionsAsync(cancellationToken)
        );

    async Task<int> AuditAsync(CancellationToken cancellationToken)
    {
        if (Before(keep.AuditDays) is not { } before)
            return 0;
        return await db.Audit.Where(entry => entry.At < before).ExecuteDeleteAsync(cancellationToken);
    }

    async Task<int> WorkAsync(CancellationToken cancellationToken)
    {
        if (Before(keep.WorkDays) is not { } before)
            return 0;
        var old = db.Work.Where(item =>
            item.CreatedAt < before
            && (
                item.State == WorkState.Cancelled
                || (item.State == WorkState.Done && (item.Kind == WorkKind.Rescore || item.Kind == WorkKind.ScoreAnew))
            )
        );
        // Shards that were called off after they were done have left their predictions.
        var parts = await old.Where(item => item.Result != null).Select(item => item.Result!).ToListAsync(cancellationToken);
        var removed = await old.ExecuteDeleteAsync(cancellationToken);
        await leftovers.DeleteAsync(parts);
        return removed;
    }

    async Task<int> FailedAsync(CancellationToken cancellationToken)
    {
        if (Before(keep.FailedDays) is not { } before)
            return 0;
        var removed = 0;
        while (
            await db
                .Evaluations.Where(evaluation =>
                    (evaluation.State == EvaluationState.Failed || evaluation.State == EvaluationState.Cancelled)
                    && evaluation.FinishedAt < before
                )
                .OrderBy(evaluation => evaluation.Id)
                .Take(Piece)
                .Select(evaluation => evaluation.Id)
                .ToListAsync(cancellationToken)
                is { Count: > 0 } ids
        )
        {
            List<string> unread;
            await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
            {
                unread = await db
                    .Work.Where(item => ids.Contains(item.SubjectId) && item.Result != null)
                    .Select(item => item.Result!)
                    .ToListAsync(cancellationToken);
                await db.Work.Where(item => ids.Contains(item.SubjectId)).ExecuteDeleteAsync(cancellationToken);
                await db.AddRetractionsAsync(
                    ids,
                    await sights.OfAsync(caller: null, cancellationToken),
                    $"the evaluation did not complete and was kept for {keep.FailedDays} days",
                    Now,
                    cancellationToken
                );
                await db.SaveChangesAsync(cancellationToken);
                await db.Evaluations.Where(evaluation => ids.Contains(evaluation.Id)).ExecuteDeleteAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
            db.ChangeTracker.Clear();
            await leftovers.DeleteAsync(unread);
            removed += ids.Count;
        }
        return removed;
    }

    async Task<int> PredictionsAsync(CancellationToken cancellationToken)
    {
        if (Before(keep.PredictionsDays) is not { } before)
            return 0;
        var removed = 0;
        while (
            await db
                .Evaluations.Where(evaluation =>
                    evaluation.State == EvaluationState.Completed && evaluation.PredictionsBlob != null && evaluation.FinishedAt < before
                )
                .OrderBy(evaluation => evaluation.Id)
                .Take(Piece)
                .Select(evaluation => new { evaluation.Id, Blob = evaluation.PredictionsBlob! })
                .ToListAsync(cancellationToken)
                is { Count: > 0 } found
        )
        {
            var ids = found.ConvertAll(evaluation => evaluation.Id);
            removed += await db
                .Evaluations.Where(evaluation => ids.Contains(evaluation.Id))
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(evaluation => evaluation.PredictionsBlob, (string?)null)
                            .SetProperty(evaluation => evaluation.Revision, evaluation => evaluation.Revision + 1),
                    cancellationToken
                );
            await leftovers.DeleteAsync(found.Select(evaluation => evaluation.Blob));
        }
        return removed;
    }

    DateTime? Before(int days) => days == 0 ? null : Now.AddDays(-days);
}
