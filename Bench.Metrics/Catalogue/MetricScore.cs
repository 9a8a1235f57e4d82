using Bench.Metrics.Statistics;

namespace Bench.Metrics.Catalogue;

/// <summary>One number about one model under one label set, with its contract.</summary>
/// <param name="Metric">Id in the <c>MetricCatalog</c>.</param>
/// <param name="Value">The value; fractions, never percent.</param>
/// <param name="CiLow">Lower end of the 95 % interval; NaN when the metric has none.</param>
/// <param name="CiHigh">Upper end of the 95 % interval; NaN when the metric has none.</param>
/// <param name="N">Images used.</param>
/// <param name="Excluded">Images left out, by reason.</param>
public sealed record MetricScore(string Metric, double Value, double CiLow, double CiHigh, int N, IReadOnlyDictionary<string, int> Excluded)
{
    /// <param name="metric">Id in the <c>MetricCatalog</c>.</param>
    /// <param name="value">The value; fractions, never percent.</param>
    /// <param name="interval">Its 95 % interval, or why there is none.</param>
    /// <param name="n">Images used.</param>
    /// <param name="excluded">Images left out, by reason.</param>
    public MetricScore(string metric, double value, Interval interval, int n, IReadOnlyDictionary<string, int> excluded)
        : this(metric, value, interval.Low, interval.High, n, excluded)
    {
        WhyNoInterval = interval.WhyNone;
    }

    /// <summary>Why it has no interval, as a code of <see cref="NoInterval"/>; null where it has one.</summary>
    public string? WhyNoInterval { get; init; }
}
