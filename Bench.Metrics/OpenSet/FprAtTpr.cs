namespace Bench.Metrics.OpenSet;

/// <summary>False positive rate at the first threshold whose true positive rate reaches a level, 0.95 for <c>fpr95</c>
/// and <c>fpr95-id</c>. In [0, 1], lower is better.</summary>
/// <remarks>The literature has two conventions. With out-of-distribution images as positive (OpenOOD) it is the share
/// of good images turned away so that 95 % of the strange ones are: <see cref="Compute"/>. With in-distribution images
/// as positive (ViM, ReAct, energy) it is the share of strange images accepted so that 95 % of the good ones are:
/// <see cref="OfNegatives"/>. Thresholds are the scores themselves, equal scores pass together, nothing is
/// interpolated. NaN without positives or without negatives.</remarks>
public static class FprAtTpr
{
    /// <summary>Positives are wanted at high scores.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not in (0, 1].</exception>
    public static double Compute(ThresholdSweep sweep, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        if (level is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "a true positive rate to reach lies in (0, 1]");
        if (sweep.Positives == 0 || sweep.Negatives == 0)
            return double.NaN;
        int truePositives = 0,
            falsePositives = 0;
        foreach (var group in sweep.Groups)
        {
            truePositives += group.Positives;
            falsePositives += group.Negatives;
            if ((double)truePositives / sweep.Positives >= level)
                break;
        }
        return (double)falsePositives / sweep.Negatives;
    }

    /// <summary>Negatives are wanted at low scores.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not in (0, 1].</exception>
    public static double OfNegatives(ThresholdSweep sweep, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        if (level is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "a true positive rate to reach lies in (0, 1]");
        if (sweep.Positives == 0 || sweep.Negatives == 0)
            return double.NaN;
        int accepted = 0,
            wronglyAccepted = 0;
        for (var i = sweep.Groups.Length - 1; i >= 0 && (double)accepted / sweep.Negatives < level; i--)
        {
            accepted += sweep.Groups[i].Negatives;
            wronglyAccepted += sweep.Groups[i].Positives;
        }
        return (double)wronglyAccepted / sweep.Positives;
    }
}
