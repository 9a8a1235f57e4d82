using Bench.Api.Metrics;
using Bench.Metrics.Calibration;

namespace Bench.Api.Mistakes;

/// <summary>Reliability before and after one temperature, both over the images that it was not fitted on.</summary>
internal sealed record TemperatureCurves(double Temperature, IReadOnlyList<ReliabilityBin> Before, IReadOnlyList<ReliabilityBin> After)
{
    /// <summary>The temperature in words, with a warning where its search ended at a border.</summary>
    public string Text =>
        MetricDirectory.Find("temperature")!.NoteOn(Temperature) is { } note ? $"{Temperature:0.000} ({note})" : $"{Temperature:0.000}";
}
