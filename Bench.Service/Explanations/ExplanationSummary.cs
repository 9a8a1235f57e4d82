using Bench.Onnx.Gradients;
using Bench.Service.Attacks;

namespace Bench.Service.Explanations;

/// <summary>What the images of an explanation say, without their maps.</summary>
/// <param name="Images">One line an image.</param>
/// <param name="Excluded">Chosen images that could not be decoded.</param>
/// <param name="Insertion">Mean over the images; high for a map that is right.</param>
/// <param name="Deletion">Likewise; low for a map that is right.</param>
/// <param name="Features">The node whose features Grad-CAM maps, and their shape; null for other methods.</param>
/// <param name="Pointing">Whether the maps point at the objects; null where the dataset had no boxes.</param>
/// <param name="Flat">Images whose map is the same everywhere: their curves take the pixels row by row, and they point nowhere.</param>
/// <param name="Steps">Operators that jump (Round, Floor, Ceil, Sign), which no gradient passes: maps by gradient show a part of the model.
/// Null where there are none.</param>
public sealed record ExplanationSummary(
    IReadOnlyList<ExplainedLine> Images,
    int Excluded,
    MeanCurve Insertion,
    MeanCurve Deletion,
    FeatureTensor? Features = null,
    PointingGame? Pointing = null,
    int Flat = 0,
    IReadOnlyList<string>? Steps = null
)
{
    /// <param name="results">One image or more.</param>
    /// <param name="excluded">Images that could not be decoded.</param>
    /// <param name="copies">[N] picture of each image of the dataset; null where each is a picture of its own.</param>
    public static ExplanationSummary Of(ExplanationResults results, int excluded, IReadOnlyList<int>? copies = null)
    {
        var (images, numbers) = (results.Images, new ImageNumbers(copies));
        return new(
            [
                .. images.Select(image => new ExplainedLine(
                    image.Index,
                    image.Path,
                    image.Class,
                    image.Probability,
                    image.Insertion.Area,
                    image.Deletion.Area,
                    image.Pointing,
                    image.WhyNotPointing,
                    image.Flat
                )),
            ],
            excluded,
            MeanCurve.Of([.. images.Select(image => (image.Index, image.Insertion))], numbers),
            MeanCurve.Of([.. images.Select(image => (image.Index, image.Deletion))], numbers),
            results.Features,
            results.HasBoxes ? PointingGame.Of(images, numbers) : null,
            images.Count(image => image.Flat),
            results.Steps is [] ? null : results.Steps
        );
    }
}

/// <param name="Index">In the dataset.</param>
/// <param name="Path">Its name in the dataset.</param>
/// <param name="Class">The class whose score is explained.</param>
/// <param name="Probability">Of the class, for the whole picture.</param>
/// <param name="Insertion">Area under its insertion curve.</param>
/// <param name="Deletion">Area under its deletion curve.</param>
/// <param name="Pointing">Where its map is strongest; null where the image has no box, or the class is not its label.</param>
/// <param name="WhyNotPointing">Why the map is not held against the image's boxes: one reaches beyond the picture.</param>
/// <param name="Flat">Whether its map is the same everywhere.</param>
public sealed record ExplainedLine(
    int Index,
    string Path,
    int Class,
    double Probability,
    double Insertion,
    double Deletion,
    Pointing? Pointing = null,
    string? WhyNotPointing = null,
    bool Flat = false
);

/// <summary>A mean with its 95 % interval; null for fewer than 30 pictures.</summary>
public sealed record MeanOf(double Value, double? CiLow, double? CiHigh)
{
    internal static MeanOf Of(IReadOnlyList<(int Image, double Value)> images, ImageNumbers numbers)
    {
        var interval = numbers.Mean(images, out var mean);
        return double.IsNaN(interval.Low) ? new(mean, null, null) : new(mean, interval.Low, interval.High);
    }
}

/// <param name="Area">Under the curves.</param>
/// <param name="Probabilities">After equal shares of the pixels, from none to all.</param>
public sealed record MeanCurve(MeanOf Area, IReadOnlyList<MeanOf> Probabilities)
{
    internal static MeanCurve Of(IReadOnlyList<(int Image, FidelityCurve Own)> curves, ImageNumbers numbers) =>
        new(
            MeanOf.Of([.. curves.Select(curve => (curve.Image, curve.Own.Area))], numbers),
            [
                .. Enumerable
                    .Range(0, curves[0].Own.Probabilities.Count)
                    .Select(step => MeanOf.Of([.. curves.Select(curve => (curve.Image, curve.Own.Probabilities[step]))], numbers)),
            ]
        );
}
