namespace Bench.Metrics.OpenSet;

/// <summary>False positive rate at the first threshold, from the top, whose true positive rate reaches a level: <c>fpr95</c> at 0.95. In [0, 1], lower is
/// better.</summary>
/// <remarks>Out-of-distribution images are the positive ones: how many good images are turned away so that 95 % of the strange ones are. Thresholds are
/// the scores
/// themselves, equal scores pass together, nothing is interpolated. NaN without positives or without negatives.</remarks>
public static class FprAtTpr
{
    /// <exception cref="ArgumentOutOfRangeException">The level is not in (0, 1].</exception>
    public static double Compute(ThresholdSweep sweep, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        if (level is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "a true positive rate to reach lies in (0, 1]");
        if (sweep.Positives == 0 || sweep.Negatives == 0) return double.NaN;
        int truePositives = 0, falsePositives = 0;
        foreach (var group in sweep.Groups)
        {
            truePositives += group.Positives;
            falsePositives += group.Negatives;
            if ((double)truePositives / sweep.Positives >= level) break;
        }
        return (double)falsePositives / sweep.Negatives;
    }
}
