using Bench.Data;
using Bench.Data.Evaluations;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Audits;

/// <summary>How often an owner had a dataset's numbers before: who tries a hundred times and shows the best has fitted the
/// dataset.</summary>
public static class EarlierTries
{
    /// <summary>For each evaluation over a dataset the number of its owner's earlier ones that were scored, those of deleted models
    /// included. One without an owner is not in it.</summary>
    public static async Task<IReadOnlyDictionary<Guid, int>> EarlierTriesAsync(
        this BenchDb db,
        Guid dataset,
        CancellationToken cancellationToken
    )
    {
        var tries = await db
            .Tries.AsNoTracking()
            .Where(each => each.DatasetId == dataset && each.OwnerKeyId != null)
            .Select(each => new
            {
                each.EvaluationId,
                each.OwnerKeyId,
                each.Outcome,
            })
            .ToListAsync(cancellationToken);
        var (earlier, counts) = (new Dictionary<Guid, int>(), new Dictionary<Guid, int>());
        // Version-7 ids: in the order in which they were asked for.
        foreach (var each in tries.OrderBy(each => each.EvaluationId))
        {
            var count = counts.GetValueOrDefault(each.OwnerKeyId!.Value);
            earlier[each.EvaluationId] = count;
            counts[each.OwnerKeyId.Value] = count + (each.Outcome == TryOutcome.Open ? 0 : 1);
        }
        return earlier;
    }
}
