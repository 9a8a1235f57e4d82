namespace Bench.Metrics.Calibration;

/// <summary>One binned calibration error.</summary>
/// <param name="Family">Which error.</param>
/// <param name="Stage">Over which images and at which temperature.</param>
/// <param name="Bins">Number of bins.</param>
/// <param name="Value">In [0, 1].</param>
/// <param name="N">Images.</param>
public readonly record struct SweptCalibration(CalibrationFamily Family, CalibrationStage Stage, int Bins, double Value, int N);
