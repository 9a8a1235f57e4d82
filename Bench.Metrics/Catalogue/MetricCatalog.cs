namespace Bench.Metrics.Catalogue;

/// <summary>Every metric of the service, each declared once and bound to its computation where it is
/// declared.</summary>
public static class MetricCatalog
{
    static readonly Dictionary<string, MetricDefinition> ById;

    static MetricCatalog()
    {
        All =
        [
            .. AccuracyMetrics.All(),
            .. MultiLabelMetrics.All(),
            .. CalibrationMetrics.All(),
            .. SelectiveMetrics.All(),
            .. HierarchyMetrics.All(),
            .. MistakeMetrics.All(),
            .. ConformalMetrics.All(),
        ];
        Derived =
        [
            .. SliceMetrics.All(),
            .. ShiftMetrics.All(),
            .. CorruptionMetrics.All(),
            .. SequenceMetrics.All(),
            .. OpenSetMetrics.All(),
            .. OpenSetClassMetrics.All(),
            .. SpuriousMetrics.All(),
            .. ShiftedConformalMetrics.All(),
            .. SuiteMetrics.All(),
            .. ParentMetrics.All(),
        ];
        ById = All.ToDictionary(m => m.Id);
    }

    /// <summary>Metrics that the <see cref="Scorer"/> computes from one set of predictions and one label set, in the
    /// order in which they are shown.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; }

    /// <summary>Metrics that need facets of the images, a second evaluation, or a whole board.</summary>
    public static IReadOnlyList<MetricDefinition> Derived { get; }

    /// <summary>Metrics of attacks, certificates, explanations and audits; no column and in no suite.</summary>
    public static IReadOnlyList<MetricDefinition> Requested => RequestedMetrics.All;

    /// <summary><see cref="All"/>, then <see cref="Derived"/>.</summary>
    public static IEnumerable<MetricDefinition> Everything => All.Concat(Derived);

    /// <summary>Metrics that earlier builds computed and this one does not, each with a version above its last: what
    /// they left in scores is taken away.</summary>
    public static IReadOnlyDictionary<string, int> Retired { get; } = new Dictionary<string, int>();

    /// <summary>The metric of an id among <see cref="All"/>; null when there is none.</summary>
    public static MetricDefinition? Find(string id) => ById.GetValueOrDefault(id);
}
