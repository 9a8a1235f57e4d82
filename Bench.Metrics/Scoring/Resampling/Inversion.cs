using Bench.Metrics.Statistics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>An interval by inverting a test: the models of a family are looked for under which a value as large, or as
/// small, has a probability of 2.5 %.</summary>
/// <param name="Shifts">Parameters of models, ascending from 0; their replicates follow those of the value.</param>
/// <param name="Unit">The error of the model with parameter 1, without noise.</param>
sealed record Inversion(double[] Shifts, double Unit)
{
    /// <summary>The 95 % interval, widened to the value where it misses it.</summary>
    /// <param name="value">The error of the images.</param>
    /// <param name="lows">2.5 % quantile of the error under each model.</param>
    /// <param name="highs">97.5 % quantile.</param>
    /// <param name="maximum">Largest possible error.</param>
    public Interval Of(double value, ReadOnlySpan<double> lows, ReadOnlySpan<double> highs, double maximum) =>
        new(Math.Min(value, Unit * Crossing(value, highs)), Math.Max(value, Math.Min(maximum, Unit * Crossing(value, lows))));

    /// <summary>The parameter at which a quantile, which rises with it, comes to the value: linear between the models,
    /// 0 where the quantile is above from the start.</summary>
    double Crossing(double value, ReadOnlySpan<double> quantiles)
    {
        for (var k = 0; k < quantiles.Length; k++)
            if (quantiles[k] >= value)
                return k == 0
                    ? 0
                    : Shifts[k - 1] + (value - quantiles[k - 1]) / (quantiles[k] - quantiles[k - 1]) * (Shifts[k] - Shifts[k - 1]);
        return Shifts[^1];
    }
}
