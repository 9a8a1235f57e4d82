namespace Bench.Metrics.Statistics;

/// <summary>Fisher's exact test: are two independent groups equally often right?</summary>
/// <remarks>Given all four margins the count of the first cell is hypergeometric; p is the probability of every table
/// that is no likelier than the one seen (within a relative 1e-7, so that equal ones count whatever their rounding).
/// Fisher, 1922.</remarks>
public static class FisherExact
{
    const double Equal = 1e-7;

    /// <param name="firstHits">Successes of the first group.</param>
    /// <param name="first">Its size.</param>
    /// <param name="secondHits">Successes of the second group.</param>
    /// <param name="second">Its size.</param>
    /// <returns>The two-sided p-value; NaN where a group is empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Hits outside 0 … size.</exception>
    public static double PValue(int firstHits, int first, int secondHits, int second)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstHits);
        ArgumentOutOfRangeException.ThrowIfNegative(secondHits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstHits, first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(secondHits, second);
        if (first == 0 || second == 0)
            return double.NaN;

        int hits = firstHits + secondHits,
            all = first + second;
        int low = Math.Max(0, hits - second),
            high = Math.Min(hits, first);
        var logs = new double[high - low + 1];
        logs[0] = Choose(first, low) + Choose(second, hits - low) - Choose(all, hits);
        for (var cell = low; cell < high; cell++)
            logs[cell - low + 1] =
                logs[cell - low] + Math.Log((double)(first - cell) * (hits - cell)) - Math.Log((cell + 1.0) * (second - hits + cell + 1.0));
        var most = logs[firstHits - low] + Math.Log(1 + Equal);
        var sum = 0.0;
        foreach (var log in logs)
            if (log <= most)
                sum += Math.Exp(log);
        return Math.Min(1, sum);
    }

    /// <summary>ln of the binomial coefficient.</summary>
    static double Choose(int n, int k) => LogGamma.Compute(n + 1.0) - LogGamma.Compute(k + 1.0) - LogGamma.Compute(n - k + 1.0);
}
