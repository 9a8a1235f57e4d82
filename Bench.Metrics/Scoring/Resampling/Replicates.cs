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
        ShiftedInterval.Of(value, Of(output), minimum, maximum);

    /// <summary>The 95 % interval of an output by inverting a test, widened to that of the resamples themselves: a model of
    /// the same error whose gaps are of another kind may vary more. Sorts replicates.</summary>
    /// <param name="value">The statistic of the images.</param>
    /// <param name="output">Its output, which those under each model follow.</param>
    /// <param name="inversion">The models.</param>
    /// <param name="maximum">Largest possible value.</param>
    /// <returns>None where resamples do not differ.</returns>
    public Interval Inverted(double value, int output, Inversion inversion, double maximum)
    {
        var plain = ShiftedInterval.Of(value, Of(output), 0, maximum);
        if (double.IsNaN(plain.Low))
            return plain;
        Span<double> lows = stackalloc double[inversion.Shifts.Length],
            highs = stackalloc double[inversion.Shifts.Length];
        for (var k = 0; k < lows.Length; k++)
        {
            var sorted = ShiftedInterval.SortFinite(Of(output + 1 + k));
            (lows[k], highs[k]) = (ShiftedInterval.Quantile(sorted, 0.025), ShiftedInterval.Quantile(sorted, 0.975));
        }
        var inverted = inversion.Of(value, lows, highs, maximum);
        return new(Math.Min(plain.Low, inverted.Low), Math.Max(plain.High, inverted.High));
    }

    Span<double> Of(int output) => values.AsSpan(output * resamples, resamples);
}
