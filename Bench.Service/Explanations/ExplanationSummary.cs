using Bench.Metrics.Statistics;
using Bench.Onnx.Gradients;

namespace Bench.Service.Explanations;

/// <summary>What the images of an explanation say, without their maps.</summary>
/// <param name="Images">One line an image.</param>
/// <param name="Excluded">Chosen images that could not be decoded.</param>
/// <param name="Insertion">Mean over the images; high for a map that is right.</param>
/// <param name="Deletion">Likewise; low for a map that is right.</param>
/// <param name="Features">The node whose features Grad-CAM maps, and their shape; null for other methods.</param>
/// <param name="Pointing">Whether the maps point at the objects; null where the dataset had no boxes.</param>
public sealed record ExplanationSummary(
    IReadOnlyList<ExplainedLine> Images,
    int Excluded,
    MeanCurve Insertion,
    MeanCurve Deletion,
    FeatureTensor? Features = null,
    PointingGame? Pointing = null
)
{
    /// <param name="results">One image or more.</param>
    /// <param name="excluded">Images that could not be decoded.</param>
    public static ExplanationSummary Of(ExplanationResults results, int excluded)
    {
        var images = results.Images;
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
                    image.WhyNotPointing
                )),
            ],
            excluded,
            MeanCurve.Of([.. images.Select(image => image.Insertion)]),
            MeanCurve.Of([.. images.Select(image => image.Deletion)]),
            results.Features,
            results.HasBoxes ? PointingGame.Of(images) : null
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
public sealed record ExplainedLine(
    int Index,
    string Path,
    int Class,
    double Probability,
    double Insertion,
    double Deletion,
    Pointing? Pointing = null,
    string? WhyNotPointing = null
);

/// <summary>A mean with its 95 % interval; null for fewer than 30 values.</summary>
public sealed record MeanOf(double Value, double? CiLow, double? CiHigh)
{
    public static MeanOf Of(ReadOnlySpan<double> values)
    {
        var interval = MeanInterval.Of(values, out var mean);
        return double.IsNaN(interval.Low) ? new(mean, null, null) : new(mean, interval.Low, interval.High);
    }
}

/// <param name="Area">Under the curves.</param>
/// <param name="Probabilities">After equal shares of the pixels, from none to all.</param>
public sealed record MeanCurve(MeanOf Area, IReadOnlyList<MeanOf> Probabilities)
{
    public static MeanCurve Of(IReadOnlyList<FidelityCurve> curves) =>
        new(
            MeanOf.Of([.. curves.Select(curve => curve.Area)]),
            [
                .. Enumerable
                    .Range(0, curves[0].Probabilities.Count)
                    .Select(step => MeanOf.Of([.. curves.Select(curve => curve.Probabilities[step])])),
            ]
        );
}
