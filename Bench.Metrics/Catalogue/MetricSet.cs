namespace Bench.Metrics.Catalogue;

/// <summary>The metrics that a process computes and their versions.</summary>
/// <param name="scored">From one set of predictions and one label set.</param>
/// <param name="derived">From more than that.</param>
/// <param name="retired">Metrics that are computed no more, each with a version above its last.</param>
public sealed class MetricSet(
    IReadOnlyList<MetricDefinition> scored,
    IReadOnlyList<MetricDefinition> derived,
    IReadOnlyDictionary<string, int> retired
)
{
    /// <summary>The metrics of this build.</summary>
    public static MetricSet Catalogue { get; } = new(MetricCatalog.All, MetricCatalog.Derived, MetricCatalog.Retired);

    public IReadOnlyList<MetricDefinition> Scored => scored;

    /// <summary>Versions by metric. Metrics that are computed when a board or a suite is read are stored nowhere, and
    /// have none to compare.</summary>
    public MetricVersions Versions { get; } =
        new(
            scored
                .Concat(derived)
                .Where(metric => metric.Basis is not (MetricBasis.Board or MetricBasis.Suite))
                .Select(metric => KeyValuePair.Create(metric.Id, metric.Version))
                .Concat(retired)
                .ToDictionary()
        );

    /// <summary>Whether a number of this metric is to be stored and shown.</summary>
    public bool Has(string metric) => Versions.Of(metric) > 0 && !retired.ContainsKey(metric);
}
