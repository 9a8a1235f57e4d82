using Bench.Metrics.Clustered;
using Bench.Metrics.Statistics;

namespace Bench.Metrics.Calibration;

/// <summary>One bar of a reliability diagram.</summary>
/// <param name="Low">Lower end of the bin: its edge, or its least confidence under equal mass.</param>
/// <param name="High">Upper end of the bin.</param>
/// <param name="Count">Images in the bin.</param>
/// <param name="Confidence">Their mean confidence; NaN when empty.</param>
/// <param name="Accuracy">Share of them that is right; NaN when empty.</param>
/// <param name="Interval">95 % interval of the accuracy, see <see cref="ImageShare"/>; NaN when empty.</param>
public readonly record struct ReliabilityBin(double Low, double High, int Count, double Confidence, double Accuracy, Interval Interval);
