namespace Bench.Metrics.OpenSet;

/// <summary>Means over the classes of out-of-distribution images of how well each class is told from the known images:
/// a class of many images counts no more than one of few.</summary>
/// <remarks>Bitterwolf et al., NINCO, 2023: of each class AUROC and the share of its images accepted at the threshold
/// that accepts 95 % of the known ones, then the plain mean. Each class is held against all known images.</remarks>
public static class OodClassMeans
{
    /// <param name="known">Strangeness of each known image.</param>
    /// <param name="unknown">Strangeness of each out-of-distribution image.</param>
    /// <param name="classes">Class of each of these.</param>
    /// <returns>Mean AUROC and mean false positive rate with known images as positive; NaN without images of either
    /// kind.</returns>
    /// <exception cref="ArgumentException">There is not one class for each out-of-distribution image, or a score is
    /// NaN.</exception>
    public static (double Auroc, double Accepted) Compute(ReadOnlySpan<float> known, ReadOnlySpan<float> unknown, ReadOnlySpan<int> classes)
    {
        if (classes.Length != unknown.Length)
            throw new ArgumentException($"{classes.Length} classes for {unknown.Length} images", nameof(classes));
        var members = new SortedDictionary<int, List<float>>();
        for (var i = 0; i < unknown.Length; i++)
        {
            if (!members.TryGetValue(classes[i], out var scores))
                members.Add(classes[i], scores = []);
            scores.Add(unknown[i]);
        }
        var (auroc, accepted) = (0.0, 0.0);
        foreach (var scores in members.Values)
        {
            var sweep = ThresholdSweep.OfTwo([.. scores], known);
            auroc += Auroc.Compute(sweep);
            accepted += FprAtTpr.OfNegatives(sweep);
        }
        return (auroc / members.Count, accepted / members.Count);
    }
}
