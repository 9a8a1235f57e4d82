using Bench.Metrics.Comparison;

namespace Bench.Metrics.Catalogue;

/// <summary>What a second evaluation adds to a <see cref="Scorecard"/>: numbers, and the reasons for those that there
/// cannot be.</summary>
public sealed record DerivedScores(IReadOnlyList<MetricScore> Scores, IReadOnlyList<MissingScore> Missing)
{
    public static DerivedScores None { get; } = new([], []);

    /// <summary>Images that the model gets right among the clean ones that these scores are compared with, over the
    /// same classes; null where they are compared with none.</summary>
    public ImageOutcomes? Clean { get; init; }

    /// <summary>All of these metrics are missing for one reason.</summary>
    public static DerivedScores WithoutAny(IEnumerable<string> metrics, string reason) =>
        new([], [.. metrics.Select(metric => new MissingScore(metric, reason))]);

    public static DerivedScores operator +(DerivedScores first, DerivedScores second) =>
        new([.. first.Scores, .. second.Scores], [.. first.Missing, .. second.Missing]) { Clean = first.Clean ?? second.Clean };
}
