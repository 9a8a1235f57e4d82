namespace Bench.Metrics.Statistics;

/// <summary>Holm's step-down correction of a family of p-values.</summary>
/// <remarks>
/// With the m p-values in ascending order, adjusted p₍ᵢ₎ = max_{j ≤ i} min(1, (m − j + 1) · p₍ⱼ₎); rejecting what is ≤
/// α keeps the chance of any false rejection at α or below, whatever the dependence. S. Holm, "A simple sequentially
/// rejective multiple test procedure", Scandinavian Journal of
/// Statistics 6, 1979. NaN (a test that could not be made) stays NaN and does not count in m. Equal p-values get equal
/// adjusted ones.
/// </remarks>
public static class Holm
{
    /// <param name="pValues">p-values in any order, each in [0, 1] or NaN.</param>
    /// <param name="adjusted">Receives the adjusted values in the same order; same length.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A p-value is outside [0, 1].</exception>
    public static void Adjust(ReadOnlySpan<double> pValues, Span<double> adjusted)
    {
        if (pValues.Length != adjusted.Length)
            throw new ArgumentException($"{adjusted.Length} places for {pValues.Length} p-values", nameof(adjusted));
        var order = new List<int>(pValues.Length);
        for (var i = 0; i < pValues.Length; i++)
        {
            adjusted[i] = double.NaN;
            if (double.IsNaN(pValues[i]))
                continue;
            if (pValues[i] is < 0 or > 1)
                throw new ArgumentOutOfRangeException(nameof(pValues), pValues[i], $"p-value {i} is not in [0, 1]");
            order.Add(i);
        }
        var sorted = order.ConvertAll(static _ => 0.0).ToArray();
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = pValues[order[i]];
        var images = order.ToArray();
        Array.Sort(sorted, images);

        double floor = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            floor = Math.Max(floor, Math.Min(1, (sorted.Length - i) * sorted[i]));
            adjusted[images[i]] = floor;
        }
    }
}
