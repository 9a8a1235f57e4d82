using Bench.Metrics.Calibration;
using Bench.Metrics.Calibration.BinFree;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>The four calibration errors without bins of one label set.</summary>
sealed record CurveErrors(double KolmogorovSmirnov, double Mmce, double Smooth, double KernelDensity)
{
    public static CurveErrors Of(ConfidencePairs pairs) =>
        new(
            KolmogorovSmirnovCalibrationError.Compute(pairs),
            MaximumMeanCalibrationError.Compute(pairs),
            SmoothCalibrationError.Compute(pairs),
            KernelDensityCalibrationError.Compute(pairs)
        );

    public double this[CurveError error] =>
        error switch
        {
            CurveError.KolmogorovSmirnov => KolmogorovSmirnov,
            CurveError.Mmce => Mmce,
            CurveError.Smooth => Smooth,
            _ => KernelDensity,
        };
}
