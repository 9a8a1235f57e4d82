namespace Bench.Metrics.Comparison;

/// <summary>Spearman's ρ between two columns of a board.</summary>
/// <remarks>
/// Pearson's correlation of the ranks, equal values sharing their mean rank. C. Spearman, 1904. Models with NaN in
/// either column are left out before ranking; infinities rank as numbers. Fewer than two models or a constant column
/// gives NaN.
/// </remarks>
public static class SpearmanRho
{
    /// <param name="x">One value a model; NaN = missing.</param>
    /// <param name="y">One value a model; same length.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static Correlation Compute(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var pairs = CompletePairs.Of(x, y);
        var rankX = DoubledRanks(Array.ConvertAll(pairs, static pair => pair.X));
        var rankY = DoubledRanks(Array.ConvertAll(pairs, static pair => pair.Y));

        // Doubled ranks are whole numbers with mean n + 1, so every product below is exact.
        double xx = 0,
            yy = 0,
            xy = 0;
        for (var i = 0; i < pairs.Length; i++)
        {
            double dx = rankX[i] - (pairs.Length + 1),
                dy = rankY[i] - (pairs.Length + 1);
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
        return new(xx == 0 || yy == 0 ? double.NaN : xy / (Math.Sqrt(xx) * Math.Sqrt(yy)), pairs.Length);
    }

    // Twice the mean rank: a run of equal values at places first…last (from 0) gets first + last + 2.
    static int[] DoubledRanks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(values, order);
        var ranks = new int[values.Length];
        for (int first = 0, last; first < values.Length; first = last + 1)
        {
            last = first;
            while (last + 1 < values.Length && values[last + 1] == values[first])
                last++;
            for (var place = first; place <= last; place++)
                ranks[order[place]] = first + last + 2;
        }
        return ranks;
    }
}
