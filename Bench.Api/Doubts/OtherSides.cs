using Bench.Api.Metrics;
using Bench.Data.Outcomes;

namespace Bench.Api.Doubts;

/// <summary>Doubts about the other evaluations that some numbers of an evaluation rest on.</summary>
/// <param name="Clean">Of the same model's evaluation over the clean dataset, and of that dataset and its
/// labels.</param>
/// <param name="Parent">Of the evaluation of the model's parent over the same dataset.</param>
internal sealed record OtherSides(IReadOnlyList<Check> Clean, IReadOnlyList<Check> Parent)
{
    public static readonly OtherSides None = new([], []);

    /// <summary>Doubts about the evaluations that a metric is computed from. A metric of a whole board compares it with
    /// the clean one.</summary>
    public IReadOnlyList<Check> Under(MetricDescription metric) =>
        metric.Basis switch
        {
            "clean-evaluation" or "board" => Clean,
            "parent-evaluation" => Parent,
            _ => [],
        };

    /// <summary>Doubts about the evaluations that any of some metrics is computed from, each once.</summary>
    public IReadOnlyList<Check> Under(IEnumerable<MetricDescription> metrics) => [.. metrics.SelectMany(Under).Distinct()];
}
