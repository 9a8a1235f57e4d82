namespace Bench.Metrics.Accuracy;

/// <summary>Accuracy class by class.</summary>
public static class ClassAccuracy
{
    /// <summary>Accuracy of each class; NaN for a class without an image.</summary>
    /// <param name="classOfImage">Class each image is filed under, −1 for an unused image; length N.</param>
    /// <param name="correct">Whether each image's best class is right; length N.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static double[] Of(ReadOnlySpan<int> classOfImage, ReadOnlySpan<bool> correct, int classes)
    {
        if (classOfImage.Length != correct.Length) throw new ArgumentException($"{classOfImage.Length} classes but {correct.Length} verdicts");
        var (hits, counts) = (new int[classes], new int[classes]);
        for (var i = 0; i < correct.Length; i++)
        {
            if (classOfImage[i] < 0) continue;
            counts[classOfImage[i]]++;
            if (correct[i]) hits[classOfImage[i]]++;
        }
        return [.. hits.Zip(counts, (h, n) => (double)h / n)];
    }

    /// <summary>Unweighted mean over the classes that have an image; NaN when none has.</summary>
    /// <inheritdoc cref="Of"/>
    public static double Macro(ReadOnlySpan<int> classOfImage, ReadOnlySpan<bool> correct, int classes) =>
        Of(classOfImage, correct, classes).Where(a => !double.IsNaN(a)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Minimum over the classes that have an image; NaN when none has.</summary>
    /// <inheritdoc cref="Of"/>
    public static double Worst(ReadOnlySpan<int> classOfImage, ReadOnlySpan<bool> correct, int classes) =>
        Of(classOfImage, correct, classes).Where(a => !double.IsNaN(a)).DefaultIfEmpty(double.NaN).Min();
}
