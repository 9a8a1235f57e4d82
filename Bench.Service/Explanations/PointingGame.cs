using Bench.Data.Outcomes;
using Bench.Service.Attacks;

namespace Bench.Service.Explanations;

/// <summary>Whether maps point at the objects. Zhang et al., "Top-down Neural Attention by Excitation Backprop", 2016.</summary>
/// <param name="Images">Images that count, N: those with a box that reaches into the crop, and whose label is the class that is
/// explained.</param>
/// <param name="Outside">Images whose boxes all lie outside the crop; they do not count.</param>
/// <param name="Hits">Share of N whose strongest point lies in a box.</param>
/// <param name="Near">Share of N whose strongest point lies in a box or at most 15 pixels of the model's input from one.</param>
/// <param name="Beyond">Images with a box that reaches beyond the picture; they do not count.</param>
/// <param name="Nowhere">Of N those whose map is the same everywhere: it has no strongest point, and is no hit.</param>
/// <param name="Problem">Why no image counts: so many boxes reach beyond their pictures that the others, too, are in pixels of another
/// size. Null where that is not so.</param>
public sealed record PointingGame(
    int Images,
    int Outside,
    AttackShare Hits,
    AttackShare Near,
    int Beyond = 0,
    string? Problem = null,
    int Nowhere = 0
)
{
    /// <summary>Most images whose box reaches beyond the picture, among those with boxes; a few boxes are drawn over an
    /// edge.</summary>
    const double MostBeyond = 0.1;

    /// <summary>The tolerance of the authors, in pixels of the picture that the model sees.</summary>
    public const double Tolerance = 15;

    /// <param name="images">Those that are explained.</param>
    /// <param name="numbers">Makes shares of images.</param>
    public static PointingGame Of(IReadOnlyList<ExplainedImage> images, ImageNumbers numbers)
    {
        var pointed = images.Where(image => image.Pointing is not null).ToList();
        var beyond = images.Count(image => image.WhyNotPointing is not null);
        if (beyond > MostBeyond * (pointed.Count + beyond))
            return new(
                0,
                0,
                AttackShare.Of(0, 0),
                AttackShare.Of(0, 0),
                beyond,
                $"Of {Counted.Of(pointed.Count + beyond, "image")} with boxes, {beyond:N0} have one beyond the picture: the boxes "
                    + "seem to be in pixels of another size. Attach boxes in pixels of the stored pictures with "
                    + "PUT /api/v1/datasets/{key}/boxes."
            );
        var visible = pointed.FindAll(image => image.Pointing!.Distance is not null);
        return new(
            visible.Count,
            pointed.Count - visible.Count,
            numbers.Share([.. visible.Select(image => (image.Index, !image.Flat && image.Pointing!.Distance == 0))]),
            numbers.Share([.. visible.Select(image => (image.Index, !image.Flat && image.Pointing!.Distance <= Tolerance))]),
            beyond,
            Nowhere: visible.Count(image => image.Flat)
        );
    }
}

/// <summary>Where a map is strongest, in the picture that the model sees.</summary>
/// <param name="X">Column of the pixel; of equally strong ones the first.</param>
/// <param name="Y">Row.</param>
/// <param name="Distance">From its centre to the nearest box, in pixels; 0 in a box, null where every box lies outside the crop.</param>
public sealed record Pointing(int X, int Y, double? Distance);
