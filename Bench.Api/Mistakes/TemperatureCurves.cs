using Bench.Metrics.Calibration;

namespace Bench.Api.Mistakes;

/// <summary>Reliability before and after one temperature, both over the images that it was not fitted on.</summary>
internal sealed record TemperatureCurves(double Temperature, IReadOnlyList<ReliabilityBin> Before, IReadOnlyList<ReliabilityBin> After);
