using Bench.Data;
using Bench.Data.Log;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Log;

/// <summary>Entries whose bodies a reader may not see: their hashes stay in the tree, so that every proof
/// holds.</summary>
internal static class WithheldEntries
{
    /// <summary>Ids of those among the entries: the evaluation is hidden from the reader, or was removed while it was
    /// hidden from most.</summary>
    public static async Task<HashSet<long>> WithheldAsync(
        this BenchDb db,
        IReadOnlyCollection<LogEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var sight = db.Sight;
        if (sight.HidesNothing && entries.All(entry => !entry.Withheld))
            return [];
        var evaluations = entries.Select(entry => entry.EvaluationId).Distinct().ToList();
        var hidden = await db
            .Evaluations.IgnoreQueryFilters()
            .Where(evaluation =>
                evaluations.Contains(evaluation.Id)
                && (sight.HiddenDatasets.Contains(evaluation.DatasetId) || sight.HiddenModels.Contains(evaluation.ModelId))
            )
            .Select(evaluation => evaluation.Id)
            .ToListAsync(cancellationToken);
        return [.. entries.Where(entry => entry.Withheld || hidden.Contains(entry.EvaluationId)).Select(entry => entry.Id)];
    }
}
