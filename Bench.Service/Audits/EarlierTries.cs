using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Evaluations;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Audits;

/// <summary>How often an owner, with its teams, had a dataset's numbers before: who tries a hundred times and shows the best has fitted the
/// dataset. An operator's evaluations are not counted: operators enter other people's published models, one after the other.</summary>
public static class EarlierTries
{
    /// <summary>The number of an evaluation's owner's earlier ones over its dataset that were scored; null where it has no owner, or an
    /// operator.</summary>
    public static async Task<int?> EarlierTriesAsync(this BenchDb db, Evaluation evaluation, CancellationToken cancellationToken)
    {
        if (await db.OfSubmitters().SingleOrDefaultAsync(each => each.EvaluationId == evaluation.Id, cancellationToken) is not { } own)
            return null;
        var keys = await db.KeysOfOwnerAsync(own.OwnerKeyId, await db.ReadersAsync(own.DatasetId, cancellationToken), cancellationToken);
        return await db.Tries.CountAsync(
            other =>
                other.DatasetId == own.DatasetId
                && keys.Contains(other.OwnerKeyId)
                && other.EvaluationId < own.EvaluationId
                && other.Outcome != TryOutcome.Open,
            cancellationToken
        );
    }

    /// <summary>For each evaluation over a dataset the number of its owner's earlier ones that were scored, those of deleted models
    /// included. One without an owner is not in it, nor is an operator's.</summary>
    public static async Task<IReadOnlyDictionary<Guid, int>> EarlierTriesAsync(
        this BenchDb db,
        Guid dataset,
        CancellationToken cancellationToken
    )
    {
        var tries = await db.OfSubmitters()
            .Where(each => each.DatasetId == dataset)
            .Select(each => new
            {
                each.EvaluationId,
                each.OwnerKeyId,
                each.Outcome,
            })
            .ToListAsync(cancellationToken);
        var mates = await db.KeysOfOwnersAsync(
            tries.Select(each => each.OwnerKeyId!.Value).ToHashSet(),
            await db.ReadersAsync(dataset, cancellationToken),
            cancellationToken
        );
        var (earlier, counts) = (new Dictionary<Guid, int>(), new Dictionary<Guid, int>());
        // Version-7 ids: in the order in which they were asked for.
        foreach (var each in tries.OrderBy(each => each.EvaluationId))
        {
            var key = each.OwnerKeyId!.Value;
            earlier[each.EvaluationId] = mates[key].Append(key).Distinct().Sum(mate => counts.GetValueOrDefault(mate));
            counts[key] = counts.GetValueOrDefault(key) + (each.Outcome == TryOutcome.Open ? 0 : 1);
        }
        return earlier;
    }

    /// <summary>The team that a dataset was shared with.</summary>
    static Task<Guid?> ReadersAsync(this BenchDb db, Guid dataset, CancellationToken cancellationToken) =>
        db.Datasets.Where(known => known.Id == dataset).Select(known => known.TeamId).SingleOrDefaultAsync(cancellationToken);

    static IQueryable<Try> OfSubmitters(this BenchDb db) =>
        db
            .Tries.AsNoTracking()
            .Where(each => each.OwnerKeyId != null && !db.Keys.Any(key => key.Id == each.OwnerKeyId && key.Role == Role.Operator));
}
