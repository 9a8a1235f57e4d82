using Bench.Metrics.Statistics;

namespace Bench.Metrics.Calibration;

/// <summary>The 95 % interval of a calibration error over bins.</summary>
/// <remarks>
/// Noise alone makes a binned error larger than it is, the more the more bins there are, and resamples add the same
/// noise once more. So the distribution of the error is computed for a model whose gaps are so many times as large
/// (<see cref="IScaledError"/>): the ends are the errors of the models under which a value as large, or
/// as small, has a probability of 2.5 %, widened to the value where they miss it. One image says nothing of the
/// uncertainty.
/// </remarks>
static class BinnedErrorInterval
{
    /// <param name="value">The error of the images.</param>
    /// <param name="errors">Its distribution at each scale.</param>
    /// <param name="images">N.</param>
    public static Interval Of(double value, IScaledError errors, int images)
    {
        if (double.IsNaN(value) || images < 2)
            return Interval.None;
        var low = errors.Truth(ScaleInversion.Find(scale => errors.Below(value, scale, orEqual: false), 1 - ScaleInversion.Tail));
        var high = errors.Truth(ScaleInversion.Find(scale => errors.Below(value, scale, orEqual: true), ScaleInversion.Tail));
        return new(Math.Min(low, value), Math.Min(1, Math.Max(high, value)));
    }
}
