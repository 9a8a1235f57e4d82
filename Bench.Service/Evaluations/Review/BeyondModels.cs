using Bench.Data.Blobs;
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

    /// <param name="right">Images whose answer is right.</param>
    /// <param name="images">Images that have labels.</param>
    /// <param name="classes">Classes that the dataset is scored over.</param>
    /// <param name="labelled">How many of ImageNet's classes are labels of these images; 0 over other classes.</param>
    public static bool Are(int right, int images, int classes, int labelled) =>
        images >= LeastImages && (right == images ? classes >= LeastClasses : labelled >= ManyClasses && right >= Most * images);

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
