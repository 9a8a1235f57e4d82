namespace Bench.Metrics.OpenSet;

/// <summary>Average precision, the step-wise area under the precision-recall curve, in [0, 1]; chance level is the
/// share of positives.</summary>
/// <remarks>Σ_k (R_k − R_{k−1}) P_k over the distinct scores, highest first; equal scores enter together and nothing is
/// interpolated. NaN without positives; 1 without negatives. <c>aupr-out</c> takes out-of-distribution images as
/// positive, <c>aupr-in</c> the others with the order turned round.</remarks>
public static class AveragePrecision
{
    /// <summary>Positives are wanted at high scores.</summary>
    public static double OfPositives(ThresholdSweep sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        double sum = 0;
        long hits = 0,
            seen = 0;
        foreach (var group in sweep.Groups)
            Add(group.Positives, group.Negatives, ref hits, ref seen, ref sum);
        return sweep.Positives == 0 ? double.NaN : sum / sweep.Positives;
    }

    /// <summary>Negatives are wanted at low scores.</summary>
    public static double OfNegatives(ThresholdSweep sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        double sum = 0;
        long hits = 0,
            seen = 0;
        for (var i = sweep.Groups.Length - 1; i >= 0; i--)
            Add(sweep.Groups[i].Negatives, sweep.Groups[i].Positives, ref hits, ref seen, ref sum);
        return sweep.Negatives == 0 ? double.NaN : sum / sweep.Negatives;
    }

    static void Add(int wanted, int unwanted, ref long hits, ref long seen, ref double sum)
    {
        hits += wanted;
        seen += wanted + unwanted;
        sum += wanted * ((double)hits / seen);
    }
}
