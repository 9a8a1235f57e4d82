using Bench.Data;
using Bench.Data.Log;
using Bench.Service.Models.Registration;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Reports;

/// <summary>Finds what is left of entries and evaluations that were deleted.</summary>
internal sealed class Tombstones(BenchDb db)
{
    /// <summary>Receipts that are looked through. An entry has one for each scoring, so old ones of much-scored entries
    /// may be left out.</summary>
    const int MostReceipts = 200;

    /// <returns>Null when there never was such an entry, or it is still here.</returns>
    public async Task<Tombstone?> OfModelAsync(Guid id, CancellationToken cancellationToken) =>
        await db.RetractedModels.AsNoTracking().SingleOrDefaultAsync(model => model.Id == id, cancellationToken) is { } model
            ? new Tombstone(
                model.Name,
                model.Owner,
                model.SubmittedAt,
                model.RetractedBy,
                model.RetractedAt,
                model.Reason,
                id,
                await MeasuredAsync(model.Evaluations, cancellationToken)
            )
            : null;

    /// <returns>Null when there never was such an evaluation, or nothing was retracted.</returns>
    public async Task<Tombstone?> OfEvaluationAsync(Guid id, CancellationToken cancellationToken)
    {
        var entries = await db
            .LogEntries.AsNoTracking()
            .Where(entry => entry.EvaluationId == id && entry.Kind != LogEntryKind.Receipt)
            .OrderBy(entry => entry.Id)
            .ToListAsync(cancellationToken);
        if (entries.FindLast(entry => entry.Kind == LogEntryKind.Retraction) is not { } retraction)
            return null;
        var body = LogBodies.Read<RetractionBody>(retraction.Body);
        var submitted = entries.Find(entry => entry.Kind == LogEntryKind.Submission) is { } submission
            ? LogBodies.Read<SubmissionBody>(submission.Body).At
            : (DateTime?)null;
        var model = await db.RetractedModels.AsNoTracking().SingleOrDefaultAsync(gone => gone.Id == body.Entry, cancellationToken);
        return new Tombstone(
            model?.Name,
            model?.Owner,
            submitted,
            model?.RetractedBy,
            body.At,
            model is null ? body.Reason : model.Reason,
            model?.Id,
            await MeasuredAsync([id], cancellationToken)
        );
    }

    /// <summary>The answer for a model that is not here.</summary>
    public async Task<RefusalException> MissingModelAsync(Guid id, CancellationToken cancellationToken) =>
        await OfModelAsync(id, cancellationToken) is { } stone ? stone.Refusal() : ModelAccess.Unknown(id);

    async Task<IReadOnlyList<ReceiptBody>> MeasuredAsync(IReadOnlyCollection<Guid> evaluations, CancellationToken cancellationToken)
    {
        var receipts = await db
            .LogEntries.AsNoTracking()
            .Where(entry => evaluations.Contains(entry.EvaluationId) && entry.Kind == LogEntryKind.Receipt)
            .OrderByDescending(entry => entry.Id)
            .Select(entry => entry.Body)
            .Take(MostReceipts)
            .ToListAsync(cancellationToken);
        return
        [
            .. receipts
                .Select(LogBodies.Read<ReceiptBody>)
                .DistinctBy(receipt => (receipt.Evaluation, receipt.LabelSet))
                .OrderBy(receipt => receipt.Dataset, StringComparer.Ordinal)
                .ThenBy(receipt => receipt.Evaluation)
                .ThenBy(receipt => receipt.LabelSet, StringComparer.Ordinal),
        ];
    }
}
