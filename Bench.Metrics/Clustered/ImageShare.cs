using Bench.Metrics.Statistics;

namespace Bench.Metrics.Clustered;

/// <summary>95 % interval of a share of images: Wilson's, and where several images are of one picture that of
/// <see cref="ClusteredShare"/>.</summary>
public static class ImageShare
{
    /// <param name="images">The images, each once.</param>
    /// <param name="holds">Whether an image is of those that are counted.</param>
    /// <param name="pictureOf">Picture of each image; null where each is its own.</param>
    /// <returns><see cref="Interval.None"/> of no image.</returns>
    public static Interval IntervalOf(IReadOnlyCollection<int> images, Func<int, bool> holds, IReadOnlyList<int>? pictureOf)
    {
        ArgumentNullException.ThrowIfNull(images);
        return images.Count == 0
            ? Interval.None
            : WilsonInterval.OfShare((double)images.Count(holds) / images.Count, TrialsOf(images, holds, pictureOf));
    }

    /// <summary>Independent images that would say as much of the share: the images themselves where each is a picture of its
    /// own.</summary>
    static double TrialsOf(IReadOnlyCollection<int> images, Func<int, bool> holds, IReadOnlyList<int>? pictureOf)
    {
        if (pictureOf is null || images.Count == 0)
            return images.Count;
        var moments = new ClusterMoments();
        foreach (var picture in images.GroupBy(image => pictureOf[image]))
            moments.Add(picture.Count(holds), picture.Count(), 0, 0);
        return ClusteredShare.TrialsOf(moments);
    }
}
