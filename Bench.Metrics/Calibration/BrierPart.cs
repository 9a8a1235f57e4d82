namespace Bench.Metrics.Calibration;

/// <summary>A part of <see cref="BrierDecomposition"/>.</summary>
public enum BrierPart
{
    Reliability,
    Resolution,
    Uncertainty,
}
