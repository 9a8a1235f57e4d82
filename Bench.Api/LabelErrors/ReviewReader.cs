using Bench.Data;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.LabelErrors;

/// <summary>Finds the reviews of a dataset's labels among its current label sets: cleanlab's first, else what operators
/// made of their own verdicts.</summary>
internal sealed class ReviewReader(BenchDb db, LabelSetRegistry registry)
{
    static readonly string[] Formats = [LabelFormats.CleanlabMTurk, LabelFormats.Verdicts];

    /// <summary>Null when no label set of the dataset carries reviews.</summary>
    public async Task<LabelReviews?> FindAsync(Guid datasetId, CancellationToken cancellationToken)
    {
        var sets = await db
            .LabelSets.AsNoTracking()
            .Where(set => set.DatasetId == datasetId && set.IsCurrent && Formats.Contains(set.Format))
            .ToListAsync(cancellationToken);
        foreach (var set in sets.OrderBy(set => Array.IndexOf(Formats, set.Format)).ThenBy(set => set.Key, StringComparer.Ordinal))
        {
            var columns = (await registry.LoadAsync(set, cancellationToken)).Columns;
            if (columns.FirstOrDefault(column => column.Name == "verdict") is { } verdicts)
                return new LabelReviews(set.Key, set.Version, verdicts, columns.FirstOrDefault(column => column.Name == "guessed"));
        }
        return null;
    }

    /// <exception cref="RefusalException">There are no reviews: <c>reviews-missing</c>.</exception>
    public async Task<LabelReviews> RequireAsync(Guid datasetId, string dataset, CancellationToken cancellationToken) =>
        await FindAsync(datasetId, cancellationToken)
        ?? throw RefusalException.Conflict(
            "reviews-missing",
            $"No label set of '{dataset}' says what people found when they looked at its labels.",
            $"An operator imports cleanlab's reviews with POST /api/v1/label-sets (format {LabelFormats.CleanlabMTurk}), or makes "
                + "a label set of verdicts."
        );
}
