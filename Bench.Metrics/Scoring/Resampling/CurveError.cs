namespace Bench.Metrics.Scoring.Resampling;

/// <summary>The calibration errors without bins, in the order of <see cref="ReplicatedCurve"/>'s outputs.</summary>
enum CurveError
{
    KolmogorovSmirnov,
    Mmce,
    Smooth,
    KernelDensity,
}
