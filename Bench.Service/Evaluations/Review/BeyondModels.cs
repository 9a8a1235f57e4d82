using Bench.Data.Blobs;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Service.Evaluations.Review;

/// <summary>Right answers so many that no model gives them: the answers were made from the labels, or the labels from
/// the answers.</summary>
public static class BeyondModels
{
    /// <summary>Nobody answers so many images without a mistake.</summary>
    public const int LeastImages = 500;

    /// <summary>Over a few classes, or easy ones, a model may be right on all.</summary>
    const int LeastClasses = 10;

    /// <summary>Of so many of ImageNet's classes no model is right on more than this share of the images, whatever
    /// labels it is measured by.</summary>
    const int ManyClasses = 400;
    const double Most = 0.99;

    /// <summary>Of fewer images, so many classes, the most that a model is right on where somebody chose them (published models have 90 %
    /// of val, and more of images whose labels nobody disputes), and the chance of more.</summary>
    const int ManyOfFew = 50;
    const double MostOfChosen = 0.965;
    static readonly double MostChance = Math.Log(1e-3);

    /// <param name="right">Images whose answer is right.</param>
    /// <param name="images">Images that have labels.</param>
    /// <param name="classes">Classes that the dataset is scored over.</param>
    /// <param name="labelled">How many of ImageNet's classes are labels of these images; 0 over other classes.</param>
    public static bool Are(int right, int images, int classes, int labelled) =>
        images >= LeastImages && (right == images ? classes >= LeastClasses : labelled >= ManyClasses && right >= Most * images);

    /// <summary>The same of fewer images: so many are right as a model that is right on more of all than any published one would hardly
    /// ever get of them.</summary>
    /// <param name="right">Images whose answer is right.</param>
    /// <param name="images">Images that have labels.</param>
    /// <param name="labelled">How many of ImageNet's classes are labels of these images; 0 over other classes, or over a part of them
    /// alone, which may be easy ones.</param>
    /// <param name="most">Most of all images that a model can be right on; null for images that may have been chosen.</param>
    public static bool AreOfFew(int right, int images, int labelled, double? most) =>
        images is > 0 and < LeastImages
        && labelled >= ManyOfFew
        && BinomialTail.LogAtLeast(right, images, most ?? MostOfChosen) <= MostChance;

    /// <summary>Whether a dataset's models answer with ImageNet's classes.</summary>
    /// <param name="classSpaceBlob">Of the dataset.</param>
    public static bool IsOfImageNet(string? classSpaceBlob) => classSpaceBlob == BlobKeys.ClassSpace(ImageNet1kClasses.Space.Hash);

    /// <summary>Classes that are labels of the images that a label set uses.</summary>
    public static int ClassesOf(GroundTruth labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var classes = new HashSet<ushort>();
        for (var image = 0; image < labels.Count; image++)
            if (labels.IsUsed(image))
                foreach (var label in labels.Of(image))
                    classes.Add(label);
        return classes.Count;
    }
}
