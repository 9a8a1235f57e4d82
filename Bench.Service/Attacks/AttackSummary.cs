using System.Text.Json.Serialization;
using Bench.Metrics.Statistics;

namespace Bench.Service.Attacks;

/// <summary>What the images of an attack say: clean and robust accuracy with Wilson's 95 % intervals.</summary>
/// <param name="Images">Images attacked so far, N.</param>
/// <param name="Excluded">Chosen images that could not be decoded; they are in no number.</param>
/// <param name="Clean">Share of N that is right without an attack.</param>
/// <param name="Points">One for each ε, rising; none of a certificate or an ordered attack.</param>
/// <param name="Flags">Reasons to doubt the numbers that were seen on the way.</param>
/// <param name="Missing">What rules out a gradient; empty where there is one.</param>
/// <param name="Certified">What was certified; null for an attack.</param>
/// <param name="Ordered">One for each length of the order; null for other attacks.</param>
/// <param name="Conformal">What robust prediction sets came to; null for others.</param>
/// <param name="Shown">Images that misled the model, of which there are pictures.</param>
public sealed record AttackSummary(
    int Images,
    int Excluded,
    AttackShare Clean,
    IReadOnlyList<AttackPoint> Points,
    AttackFlags Flags,
    IReadOnlyList<string> Missing,
    CertificateSummary? Certified = null,
    IReadOnlyList<OrderedPoint>? Ordered = null,
    RobustConformalSummary? Conformal = null,
    IReadOnlyList<ShownImage>? Shown = null
)
{
    /// <summary>All reasons to doubt the numbers, with those that the numbers themselves give.</summary>
    [JsonIgnore]
    public AttackFlags Doubts => Points.Any(point => point.NothingMoved) ? Flags | AttackFlags.NothingMoved : Flags;

    /// <param name="spec">What was asked for.</param>
    /// <param name="results">The images that are done.</param>
    /// <param name="excluded">Images that could not be decoded.</param>
    /// <param name="copies">[N] picture of each image of the dataset; null where each is a picture of its own.</param>
    public static AttackSummary Of(AttackSpec spec, AttackResults results, int excluded, IReadOnlyList<int>? copies = null)
    {
        var (images, numbers) = (results.Images, new ImageNumbers(copies));
        return new(
            images.Count,
            excluded,
            numbers.Share([.. images.Select(image => (image.Index, image.CleanRight))]),
            spec.IsPlain ? [.. spec.Epsilons.Select((epsilon, place) => AttackPoint.Of(epsilon, images, place, numbers))] : [],
            results.Flags
                | (images.Any(image => image.Outcomes.Any(outcome => outcome.IsNoNumber)) ? AttackFlags.AnswerNotFinite : AttackFlags.None),
            results.Missing,
            spec.Smoothing is null ? null : CertificateSummary.Of(spec.Smoothing, spec.Epsilons, images, numbers),
            spec.Ordered is { } ordered ? OrderedPoint.Of(ordered, images, numbers) : null,
            spec.Conformal is { } conformal ? RobustConformalSummary.Of(conformal, spec.Epsilons, images, numbers) : null,
            [
                .. images
                    .Where(image => image.Picture is not null)
                    .Select(image => new ShownImage(image.Index, image.Path, image.Label, image.Picture!.Taken, image.Picture.Epsilon)),
            ]
        );
    }
}

/// <summary>A share of images, in [0, 1], with Wilson's 95 % interval, in which copies of a picture count as one; null
/// where there are no images.</summary>
public sealed record AttackShare(int Hits, double? Value, double? CiLow, double? CiHigh)
{
    public static AttackShare Of(int hits, int n)
    {
        if (n == 0)
            return new(0, null, null, null);
        var interval = WilsonInterval.Of(hits, n);
        return new(hits, (double)hits / n, interval.Low, interval.High);
    }
}

/// <summary>All images at one ε.</summary>
/// <param name="Robust">Share of all images that the model recognises and no attack misled it about.</param>
/// <param name="Moved">Share of images recognised before the attack whose margin it lowered at all; far below 1 means
/// that the attack had no hold.</param>
/// <param name="Queries">Answers that the model gave, over all images.</param>
/// <param name="Gradients">Gradients taken, over all images.</param>
/// <param name="ByQueries">Accuracy left after this many answers about an image, the first one before the attack.</param>
public sealed record AttackPoint(
    double Epsilon,
    AttackShare Robust,
    AttackShare Moved,
    long Queries,
    long Gradients,
    IReadOnlyList<AttackQueries> ByQueries
)
{
    /// <summary>Whether the attack had no hold on any of the images that it was made on.</summary>
    [JsonIgnore]
    public bool NothingMoved => Moved is { Value: not null, Hits: 0 };

    internal static AttackPoint Of(double epsilon, IReadOnlyList<AttackedImage> images, int place, ImageNumbers numbers)
    {
        var right = images.Where(image => image.CleanRight).ToList();
        var outcomes = right.ConvertAll(image => image.Outcomes[place]);
        return new(
            epsilon,
            numbers.Share([.. images.Select(image => (image.Index, image.CleanRight && image.Outcomes[place].Robust))]),
            numbers.Share([.. right.Select(image => (image.Index, image.Outcomes[place].Margin < image.CleanMargin))]),
            images.Sum(image => (long)image.Outcomes[place].Queries),
            images.Sum(image => (long)image.Outcomes[place].Gradients),
            [.. Steps(outcomes.Select(outcome => outcome.Queries).DefaultIfEmpty(0).Max()).Select(Left)]
        );

        AttackQueries Left(int queries) =>
            new(queries, (double)outcomes.Count(outcome => outcome.Robust || outcome.Queries > queries) / images.Count);
    }

    /// <summary>1, 2, 5, 10, 20, 50, … and the end.</summary>
    static IEnumerable<int> Steps(int end)
    {
        for (long decade = 1; decade < end; decade *= 10)
            foreach (var step in (long[])[decade, 2 * decade, 5 * decade])
                if (step < end)
                    yield return (int)step;
        if (end > 0)
            yield return end;
    }
}

/// <param name="Queries">Answers about each image at most.</param>
/// <param name="Accuracy">Share of all images still recognised.</param>
public sealed record AttackQueries(int Queries, double Accuracy);
