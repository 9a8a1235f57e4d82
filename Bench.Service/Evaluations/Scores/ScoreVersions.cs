using Bench.Data.Evaluations;
using Bench.Metrics.Catalogue;

namespace Bench.Service.Evaluations.Scores;

/// <summary>Which stored numbers are of the versions that this build computes.</summary>
/// <param name="metrics">What this build computes.</param>
/// <param name="known">The catalogues of stored scores, by id.</param>
/// <param name="failed">Evaluations that could not be rescored, with the reason.</param>
public sealed class ScoreVersions(
    MetricSet metrics,
    IReadOnlyDictionary<string, MetricVersions> known,
    IReadOnlyDictionary<Guid, string> failed
)
{
    /// <summary>Whether a number, or its absence, is of an older version than this build's.</summary>
    /// <param name="catalogueId">The catalogue that the scoring was made with; rows from before it was recorded
    /// count as first versions.</param>
    /// <param name="metric">Its id.</param>
    /// <param name="isKnown">Whether the scoring has the number, or says why it has not.</param>
    public bool IsOutdated(string? catalogueId, string metric, bool isKnown) =>
        metrics.Has(metric)
        && (
            catalogueId is not null && known.TryGetValue(catalogueId, out var versions) ? versions.Of(metric)
            : isKnown ? 1
            : 0
        ) < metrics.Versions.Of(metric);

    HashSet<string> OutdatedOf(string? catalogueId, HashSet<string> isKnown) =>
        catalogueId == metrics.Versions.Id
            ? []
            : [.. metrics.Versions.Versions.Keys.Where(metric => IsOutdated(catalogueId, metric, isKnown.Contains(metric)))];

    /// <summary>The scores of a scoring that are shown, and why the others are not there.</summary>
    /// <param name="scoring">With its scores.</param>
    /// <param name="hasPredictions">Whether it could be rescored; else it stays as it is.</param>
    public (IReadOnlyList<Score> Scores, IReadOnlyDictionary<string, string> Missing) Of(Scoring scoring, bool hasPredictions)
    {
        HashSet<string> isKnown = [.. scoring.Scores.Select(score => score.Metric), .. scoring.Missing.Keys];
        var outdated = hasPredictions ? OutdatedOf(scoring.CatalogueId, isKnown) : [];
        var missing = scoring.Missing.Where(pair => metrics.Has(pair.Key) && !outdated.Contains(pair.Key)).ToDictionary();
        foreach (var metric in outdated.Order(StringComparer.Ordinal))
            missing[metric] = ReasonOf(scoring.EvaluationId);
        return (
            [.. scoring.Scores.OrderBy(score => score.Id).Where(score => metrics.Has(score.Metric) && !outdated.Contains(score.Metric))],
            missing
        );
    }

    /// <summary>Whether an evaluation's outdated numbers are still to come.</summary>
    public bool IsComing(Guid evaluationId) => !failed.ContainsKey(evaluationId);

    string ReasonOf(Guid evaluationId) =>
        failed.TryGetValue(evaluationId, out var error)
            ? $"could not be rescored: {error}"
            : "is being rescored: the stored number is of an older version of the catalogue";
}
