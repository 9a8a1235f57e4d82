using System.Runtime.CompilerServices;
using Bench.Data.Evaluations;
using Bench.Metrics.Comparison;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations;

/// <summary>Which images an evaluation gets right under a label set, as they are stored with its scores.</summary>
public sealed record StoredOutcomes(Guid EvaluationId, Guid LabelSetId, ImageOutcomes Outcomes);

/// <summary>The one query by which stored outcomes are read.</summary>
public static class StoredOutcomesQuery
{
    /// <summary>Reads the outcomes one scoring after another: those of a board are two bits an image and model,
    /// everything else of a scoring stays in the database.</summary>
    /// <param name="scorings">Scorings under label sets of one dataset, in the order in which they are wanted.</param>
    /// <param name="images">Images of the dataset.</param>
    /// <param name="cancellationToken">Stops between two scorings.</param>
    public static async IAsyncEnumerable<StoredOutcomes> OutcomesAsync(
        this IQueryable<Scoring> scorings,
        int images,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var rows = scorings
            .AsNoTracking()
            .Select(scoring => new
            {
                scoring.EvaluationId,
                scoring.LabelSetId,
                scoring.Used,
                scoring.Correct,
            });
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return new(row.EvaluationId, row.LabelSetId, ImageOutcomes.FromBytes(row.Correct, row.Used, images));
    }
}
