namespace Bench.Metrics.Comparison;

/// <summary>The models that have a value in both of two columns.</summary>
internal static class CompletePairs
{
    public static (double X, double Y)[] Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"columns of {x.Length} and {y.Length} values", nameof(y));
        var pairs = new List<(double, double)>(x.Length);
        for (var i = 0; i < x.Length; i++)
            if (!double.IsNaN(x[i]) && !double.IsNaN(y[i]))
                pairs.Add((x[i], y[i]));
        return [.. pairs];
    }
}
