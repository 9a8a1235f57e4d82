namespace Bench.Metrics;

/// <summary>What a second evaluation adds to a <see cref="Scorecard"/>: numbers, and the reasons for those that there cannot be.</summary>
public sealed record DerivedScores(IReadOnlyList<Score> Scores, IReadOnlyList<MissingScore> Missing)
{
    public static DerivedScores None { get; } = new([], []);

    /// <summary>All of these metrics are missing for one reason.</summary>
    public static DerivedScores WithoutAny(IEnumerable<string> metrics, string reason) => new([], [.. metrics.Select(metric => new MissingScore(metric, reason))]);

    public static DerivedScores operator +(DerivedScores first, DerivedScores second) => new([.. first.Scores, .. second.Scores], [.. first.Missing, .. second.Missing]);
}
