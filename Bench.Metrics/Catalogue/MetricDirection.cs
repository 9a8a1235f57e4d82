namespace Bench.Metrics.Catalogue;

/// <summary>Which way a metric is better.</summary>
public enum MetricDirection
{
    /// <summary>Neither way: the value describes, it does not rank.</summary>
    None,
    Higher,
    Lower,
}
