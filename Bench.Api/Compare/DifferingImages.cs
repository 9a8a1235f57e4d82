using Bench.Metrics.Comparison;

namespace Bench.Api.Compare;

/// <summary>Images on which exactly one of two models is right, page by page.</summary>
internal static class DifferingImages
{
    /// <param name="a">Outcomes of the first model.</param>
    /// <param name="b">Outcomes of the second.</param>
    /// <param name="names">Paths of the dataset's images; null when its list is not at hand.</param>
    /// <param name="limit">Most images of one answer.</param>
    /// <param name="from">Index of the first image that is looked at.</param>
    /// <returns>The images, in the order of the dataset, and where to go on; null at the end.</returns>
    public static (IReadOnlyList<DifferingImage> Images, int? Next) Of(
        ImageOutcomes a,
        ImageOutcomes b,
        IReadOnlyList<string>? names,
        int limit,
        int from
    )
    {
        var found = new List<DifferingImage>();
        for (var image = Math.Max(0, from); image < a.Used.Count; image++)
        {
            if (!a.Used[image] || !b.Used[image] || a.Correct[image] == b.Correct[image])
                continue;
            if (found.Count == limit)
                return (found, image);
            found.Add(new DifferingImage(image, names?[image], a.Correct[image] ? "a" : "b"));
        }
        return (found, null);
    }
}
