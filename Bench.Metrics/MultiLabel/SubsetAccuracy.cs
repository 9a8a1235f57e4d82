using Bench.Metrics.Clustered;
using Bench.Metrics.Predicted;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.MultiLabel;

/// <summary>The images with one number of labels.</summary>
/// <param name="LabelCount">Labels an image, k.</param>
/// <param name="Count">Images with so many.</param>
/// <param name="Accuracy">Share of them whose k best classes are exactly their labels.</param>
/// <param name="Interval">95 % interval, see <see cref="ImageShare"/>.</param>
public sealed record SubsetGroup(int LabelCount, int Count, double Accuracy, Interval Interval);

/// <summary>Variable top-k accuracy: an image with k labels is right when its k best classes are exactly
/// those.</summary>
public static class SubsetAccuracy
{
    /// <summary>Whether the k best classes are exactly the labels.</summary>
    /// <exception cref="ArgumentException">The predictions rank fewer classes than the image has labels.</exception>
    public static bool IsExact(Predictions predictions, GroundTruth labels, int image) =>
        LabelSetOverlap.Hits(predictions, labels, image) == labels.Of(image).Length;

    /// <summary>Accuracy by number of labels, ascending; groups without an image are absent.</summary>
    /// <exception cref="ArgumentException">The predictions rank fewer classes than an image has labels.</exception>
    /// <param name="predictions">The predictions.</param>
    /// <param name="labels">Labels of the same images.</param>
    /// <param name="pictures">Pictures of the images, where several are of one.</param>
    public static IReadOnlyList<SubsetGroup> Groups(Predictions predictions, GroundTruth labels, Clusters? pictures = null) =>
        [
            .. Enumerable
                .Range(0, labels.Count)
                .Where(labels.IsUsed)
                .GroupBy(i => labels.Of(i).Length)
                .OrderBy(g => g.Key)
                .Select(g =>
                {
                    int[] images = [.. g];
                    return new SubsetGroup(
                        g.Key,
                        images.Length,
                        (double)images.Count(IsRight) / images.Length,
                        ImageShare.IntervalOf(images, IsRight, pictures?.Pictures)
                    );

                    bool IsRight(int image) => IsExact(predictions, labels, image);
                }),
        ];
}
