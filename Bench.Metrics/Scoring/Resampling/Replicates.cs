using Bench.Metrics.Statistics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>The outputs of one statistic under every resample.</summary>
/// <param name="values">[outputs × resamples] output after output.</param>
/// <param name="resamples">Number of resamples.</param>
sealed class Replicates(double[] values, int resamples)
{
    /// <summary>Puts one resample's number of an output into its place.</summary>
    public double this[int output, int resample]
    {
        set => values[output * resamples + resample] = value;
    }

    /// <summary>The 95 % interval of an output around its value. Sorts the output's replicates.</summary>
    public Interval Around(double value, int output, double minimum, double maximum) =>
        ShiftedInterval.Of(value, values.AsSpan(output * resamples, resamples), minimum, maximum);
}
