using Bench.Metrics.Numerics;

namespace Bench.Metrics.Catalogue;

/// <summary>Everything that one set of predictions says under one label set.</summary>
public sealed record Scorecard
{
    public required IReadOnlyList<MetricScore> Scores { get; init; }

    public required IReadOnlyList<MissingScore> Missing { get; init; }

    /// <summary>Images that the label set uses.</summary>
    public required BitSet Used { get; init; }

    /// <summary>Images whose best class is right (a subset of <see cref="Used"/>).</summary>
    public required BitSet Correct { get; init; }
}
