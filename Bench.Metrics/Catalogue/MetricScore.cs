namespace Bench.Metrics.Catalogue;

/// <summary>One number about one model under one label set, with its contract.</summary>
/// <param name="Metric">Id in the <c>MetricCatalog</c>.</param>
/// <param name="Value">The value; fractions, never percent.</param>
/// <param name="CiLow">Lower end of the 95 % interval; NaN when the metric has none.</param>
/// <param name="CiHigh">Upper end of the 95 % interval; NaN when the metric has none.</param>
/// <param name="N">Images used.</param>
/// <param name="Excluded">Images left out, by reason.</param>
public sealed record MetricScore(
    string Metric,
    double Value,
    double CiLow,
    double CiHigh,
    int N,
    IReadOnlyDictionary<string, int> Excluded
);
