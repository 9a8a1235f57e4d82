using Bench.Metrics.Clustered;
using Bench.Metrics.Statistics;

namespace Bench.Service.Attacks;

/// <summary>Shares and means over the images of a run, with 95 % intervals that are as uncertain as the pictures are: copies of a picture
/// under corruptions, and frames of a film, are not independent.</summary>
/// <param name="copies">[N] picture of each image of the dataset; null where each is a picture of its own.</param>
public sealed class ImageNumbers(IReadOnlyList<int>? copies)
{
    /// <param name="images">Index of each image in the dataset, and whether it counts.</param>
    public AttackShare Share(IReadOnlyCollection<(int Image, bool Hit)> images)
    {
        if (Clusters(images.Select(each => each.Image)) is not { } clusters)
            return AttackShare.Of(images.Count(each => each.Hit), images.Count);
        float[] events = [.. images.Select(each => each.Hit ? 1f : 0f)];
        var found = ClusteredShare.Of(events, clusters);
        return new(images.Count(each => each.Hit), found.Share, found.Interval.Low, found.Interval.High);
    }

    /// <param name="images">Index of each image in the dataset, and its number.</param>
    /// <param name="mean">NaN of no images.</param>
    /// <returns><see cref="Interval.None"/> of fewer than 30 pictures.</returns>
    public Interval Mean(IReadOnlyCollection<(int Image, double Value)> images, out double mean)
    {
        double[] values = [.. images.Select(each => each.Value)];
        return Clusters(images.Select(each => each.Image)) is { } clusters
            ? ClusteredMean.Of(values, clusters, out mean)
            : MeanInterval.Of(values, out mean);
    }

    /// <summary>Null where no two images are of one picture.</summary>
    internal Clusters? Clusters(IEnumerable<int> images)
    {
        if (copies is null)
            return null;
        var places = new Dictionary<int, int>();
        int[] pictures = [.. images.Select(image => Place(copies[image]))];
        return places.Count == pictures.Length ? null : new(pictures, places.Count);

        int Place(int picture)
        {
            places.TryAdd(picture, places.Count);
            return places[picture];
        }
    }
}
