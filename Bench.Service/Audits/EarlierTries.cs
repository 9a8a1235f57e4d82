using Bench.Data;
using Bench.Data.Evaluations;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Audits;

/// <summary>How often an owner had a dataset's numbers before: who tries a hundred times and shows the best has fitted the
/// dataset.</summary>
public static class EarlierTries
{
    /// <summary>The number of an evaluation's owner's earlier ones over its dataset that were scored; null where it has no owner.</summary>
    public static async Task<int?> EarlierTriesAsync(this BenchDb db, Evaluation evaluation, CancellationToken cancellationToken) =>
        await db
            .Tries.Where(own => own.EvaluationId == evaluation.Id && own.OwnerKeyId != null)
            .Select(own =>
                (int?)
                    db.Tries.Count(other =>
                        other.DatasetId == own.DatasetId
                        && other.OwnerKeyId == own.OwnerKeyId
                        && other.EvaluationId < own.EvaluationId
                        && other.Outcome != TryOutcome.Open
                    )
            )
            .SingleOrDefaultAsync(cancellationToken);

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
