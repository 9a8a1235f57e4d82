using Bench.Data;
using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;
using Bench.Service.Evaluations;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Audits;

/// <summary>Finds the entries of a board that share most of their mistakes.</summary>
/// <remarks>Two bits an image and entry are in memory, and of the pairs no more than are asked for. Predictions are
/// read one evaluation after another, for these pairs alone; of each the best class of every image is kept while they
/// are compared.</remarks>
public sealed class SharedMistakesScan(BenchDb db, ScoredPredictionsLoader predictions)
{
    /// <param name="labelSet">The label set whose scorings are compared.</param>
    /// <param name="images">Images of its dataset.</param>
    /// <param name="pictures">Pictures of these, where several are of one.</param>
    /// <param name="evaluations">One evaluation of each entry of the board.</param>
    /// <param name="most">Pairs to find.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The closest first.</returns>
    public async Task<IReadOnlyList<EntryPair>> FindAsync(
        Guid labelSet,
        int images,
        Clusters? pictures,
        IReadOnlyCollection<Guid> evaluations,
        int most,
        CancellationToken cancellationToken
    )
    {
        var wanted = evaluations.ToHashSet();
        var (ids, outcomes) = (new List<Guid>(), new List<ImageOutcomes>());
        var scorings = db.Scorings.Where(scoring => scoring.LabelSetId == labelSet).OrderBy(scoring => scoring.EvaluationId);
        await foreach (var stored in scorings.OutcomesAsync(images, cancellationToken))
            if (wanted.Contains(stored.EvaluationId))
            {
                ids.Add(stored.EvaluationId);
                outcomes.Add(stored.Outcomes with { Pictures = pictures });
            }
        var pairs = ClosestPairs.Find(outcomes, most, SpareCores.Count);
        var wrong = SharedMistakes.WrongModels(outcomes);
        var best = new Dictionary<int, ushort[]?>();
        foreach (var entry in pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct())
            best[entry] = await BestClassesAsync(ids[entry], images, cancellationToken);
        return
        [
            .. pairs.Select(pair =>
            {
                var (first, second) = (outcomes[pair.First], outcomes[pair.Second]);
                return new EntryPair(
                    ids[pair.First],
                    ids[pair.Second],
                    SharedMistakes.Of(first, second, wrong),
                    best[pair.First] is { } one && best[pair.Second] is { } other
                        ? SharedMistakes.SameAnswers(first, second, one, other)
                        : null
                );
            }),
        ];
    }

    async Task<ushort[]?> BestClassesAsync(Guid id, int images, CancellationToken cancellationToken)
    {
        var evaluation = await db.Evaluations.AsNoTracking().SingleOrDefaultAsync(known => known.Id == id, cancellationToken);
        if (evaluation?.PredictionsBlob is null)
            return null;
        if ((await predictions.LoadAsync(evaluation, cancellationToken)).Scored is not { } scored || scored.Count != images)
            return null;
        var best = new ushort[images];
        for (var image = 0; image < images; image++)
            best[image] = scored.TopClass.Span[image * scored.HeadSize];
        return best;
    }
}
