using Bench.Metrics.Accuracy;
using Bench.Metrics.Calibration;
using Bench.Metrics.Conformal;
using Bench.Metrics.Hierarchy;
using Bench.Metrics.MultiLabel;
using Bench.Metrics.Selective;

namespace Bench.Metrics;

/// <summary>Every metric of the service, each declared once and bound to its computation where it is declared.</summary>
public static class MetricCatalog
{
    static readonly Dictionary<string, MetricDefinition> ById;

    static MetricCatalog()
    {
        All = [.. AccuracyMetrics.All(), .. MultiLabelMetrics.All(), .. CalibrationMetrics.All(), .. SelectiveMetrics.All(),
            .. HierarchyMetrics.All(), .. ConformalMetrics.All()];
        ById = All.ToDictionary(m => m.Id);
    }

    /// <summary>All metrics, in the order in which they are shown.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; }

    /// <summary>The metric of an id; null when there is none.</summary>
    public static MetricDefinition? Find(string id) => ById.GetValueOrDefault(id);
}
