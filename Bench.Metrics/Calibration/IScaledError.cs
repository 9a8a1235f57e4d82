namespace Bench.Metrics.Calibration;

/// <summary>A calibration error of models whose gaps are so many times those of the images
/// (<see cref="LocalGaps"/>).</summary>
interface IScaledError
{
    /// <summary>The error at a scale, without noise.</summary>
    double Truth(double scale);

    /// <summary>Probability that the error of N images at a scale is below a value, or at most it.</summary>
    double Below(double value, double scale, bool orEqual);
}
