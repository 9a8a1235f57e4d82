namespace Bench.Metrics.Comparison;

/// <summary>Kendall's τ-b between two columns of a board.</summary>
/// <remarks>
/// τ_b = (C − D) / √((P − T_x)(P − T_y)) over the P = n (n − 1) / 2 pairs of models: C concordant, D discordant, T_x
/// and T_y tied in a column. M. G. Kendall,
/// 1945; in O(n log n) by W. R. Knight, 1966: D is the number of swaps that merge sort makes on y once the models are
/// in order of x. Models with NaN in either column are left out; infinities rank as numbers. Fewer than two models or a
/// constant column gives NaN.
/// </remarks>
public static class KendallTau
{
    /// <param name="x">One value a model; NaN = missing.</param>
    /// <param name="y">One value a model; same length.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static Correlation Compute(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var pairs = CompletePairs.Of(x, y);
        Array.Sort(pairs);
        var n = pairs.Length;
        long tiedX = 0,
            tiedBoth = 0;
        for (int i = 1, runX = 1, runBoth = 1; i < n; i++)
        {
            runX = pairs[i].X == pairs[i - 1].X ? runX + 1 : 1;
            runBoth = pairs[i] == pairs[i - 1] ? runBoth + 1 : 1;
            tiedX += runX - 1;
            tiedBoth += runBoth - 1;
        }

        var second = Array.ConvertAll(pairs, static pair => pair.Y);
        var discordant = SortCountingSwaps(second, new double[n]);
        long tiedY = 0;
        for (int i = 1, run = 1; i < n; i++)
        {
            run = second[i] == second[i - 1] ? run + 1 : 1;
            tiedY += run - 1;
        }

        var all = (long)n * (n - 1) / 2;
        var difference = all - tiedX - tiedY + tiedBoth - 2 * discordant;
        var scale = Math.Sqrt(all - tiedX) * Math.Sqrt(all - tiedY);
        return new(scale == 0 ? double.NaN : difference / scale, n);
    }

    static long SortCountingSwaps(Span<double> values, Span<double> scratch)
    {
        if (values.Length < 2)
            return 0;
        var half = values.Length / 2;
        var swaps = SortCountingSwaps(values[..half], scratch) + SortCountingSwaps(values[half..], scratch);
        values.CopyTo(scratch);
        for (int left = 0, right = half, place = 0; place < values.Length; place++)
        {
            if (right == values.Length || (left < half && scratch[left] <= scratch[right]))
                values[place] = scratch[left++];
            else
            {
                swaps += half - left;
                values[place] = scratch[right++];
            }
        }
        return swaps;
    }
}
