namespace Bench.Metrics.Comparison;

/// <summary>Whether two models err on the same images of a class.</summary>
/// <param name="Correlation">Of right and wrong, pooled over classes; NaN where either does not vary within a class.</param>
/// <param name="Error">Its standard error where the two have nothing to do with each other within classes.</param>
/// <param name="Most">The largest that a correlation of outcomes with the two accuracies can be.</param>
/// <remarks>With a and b of n images of a class right, and ab right by both: Σ (ab − a b / n) / √(Σ a (n − a) / n · Σ b (n − b) / n). The
/// sum above the line has the hypergeometric variance Σ a (n − a) b (n − b) / (n² (n − 1)), as in Mantel and Haenszel's test.</remarks>
public readonly record struct ClassAgreement(double Correlation, double Error, double Most)
{
    /// <param name="first">Outcomes of one.</param>
    /// <param name="second">Outcomes of the other, over the same images.</param>
    /// <param name="classOf">[N] class of each image; −1 for one that is left out.</param>
    public static ClassAgreement Of(ImageOutcomes first, ImageOutcomes second, IReadOnlyList<int> classOf)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(classOf);
        var classes = new Dictionary<int, (double N, double First, double Second, double Both)>();
        for (var image = 0; image < classOf.Count; image++)
        {
            if (classOf[image] < 0 || !first.Used[image] || !second.Used[image])
                continue;
            var (n, a, b, both) = classes.GetValueOrDefault(classOf[image]);
            var (one, other) = (first.Correct[image] ? 1 : 0, second.Correct[image] ? 1 : 0);
            classes[classOf[image]] = (n + 1, a + one, b + other, both + one * other);
        }
        double together = 0,
            ofFirst = 0,
            ofSecond = 0,
            variance = 0;
        foreach (var (n, a, b, both) in classes.Values.Where(each => each.N > 1))
        {
            together += both - a * b / n;
            ofFirst += a * (n - a) / n;
            ofSecond += b * (n - b) / n;
            variance += a * (n - a) * b * (n - b) / (n * n * (n - 1));
        }
        var scale = Math.Sqrt(ofFirst * ofSecond);
        var images = classes.Values.Sum(each => each.N);
        var (less, more) = (classes.Values.Sum(each => each.First) / images, classes.Values.Sum(each => each.Second) / images);
        (less, more) = (Math.Min(less, more), Math.Max(less, more));
        return scale == 0
            ? new(double.NaN, double.NaN, double.NaN)
            : new(together / scale, Math.Sqrt(variance) / scale, Math.Sqrt(less * (1 - more) / (more * (1 - less))));
    }
}
