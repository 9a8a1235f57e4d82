using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>A value and how its interval is found: known at once, from replicates, or not at all.</summary>
sealed record Estimate(double Value, int N)
{
    /// <summary>The interval where nothing is replicated, or where replicates do not differ.</summary>
    public Interval Interval { get; init; } = Interval.None;

    /// <summary>Whether <see cref="Interval"/> is as uncertain as the pictures are, where several images are of
    /// one.</summary>
    public bool CountsPictures { get; init; }

    /// <summary>The computation to replicate for the interval; null when <see cref="Interval"/> says all.</summary>
    public IReplicated? Replicated { get; init; }

    /// <summary>Which output of <see cref="Replicated"/> this value is.</summary>
    public int Output { get; init; }

    /// <summary>The models that are tested for the interval; null where the spread of the replicates says it.</summary>
    public Inversion? Inversion { get; init; }

    /// <summary>The label set whose exclusions explain <see cref="N"/>, where it is not the scored one.</summary>
    public GroundTruth? Labels { get; init; }

    /// <summary>Why the images determine no value, where it is not a number; null where the metric has nothing to say about it.</summary>
    public string? WhyUndefined { get; init; }

    /// <summary>No number, for a reason that a person understands.</summary>
    public static Estimate Undefined(string why, int n) => new(double.NaN, n) { WhyUndefined = why };

    /// <summary>The 95 % interval, which contains the value; none where the images say nothing of the uncertainty, or
    /// where it would take copies of a picture for independent images.</summary>
    /// <param name="replicates">What was replicated.</param>
    /// <param name="minimum">Least possible value.</param>
    /// <param name="maximum">Largest possible value.</param>
    /// <param name="copies">Whether several images are of one picture.</param>
    public Interval IntervalOf(IReadOnlyDictionary<IReplicated, Replicates> replicates, double minimum, double maximum, bool copies = false)
    {
        if (Replicated is null)
            return copies && !CountsPictures ? Interval.Without(NoInterval.PicturesRepeated) : Interval;
        var interval = Inversion is null
            ? replicates[Replicated].Around(Value, Output, minimum, maximum)
            : replicates[Replicated].Inverted(Value, Output, Inversion, maximum);
        return double.IsNaN(interval.Low) && !double.IsNaN(Interval.Low) ? Interval : interval;
    }

    /// <summary>A mean over groups of the share of images that are right. Where all are right, or none, resamples are all alike, and the
    /// interval is Wilson's over all images, as that of their plain share is. Where each group is all right or all wrong they differ by
    /// nothing but groups of few images that a resample lost; then it is that of a mean of shares.</summary>
    /// <param name="value">The mean.</param>
    /// <param name="n">Images.</param>
    /// <param name="replicated">Its replicates.</param>
    /// <param name="output">Its place among their outputs.</param>
    /// <param name="groups">Right images and all images of each group; null where the value is no mean of their shares.</param>
    /// <param name="pictures">Pictures that the images are of; the images themselves where each is its own.</param>
    public static Estimate OfShares(
        double value,
        int n,
        IReplicated replicated,
        int output,
        IReadOnlyList<(int Hits, int Images)>? groups,
        int pictures
    )
    {
        if (value is 0 or 1)
            return new(value, n)
            {
                Replicated = replicated,
                Output = output,
                Interval = WilsonInterval.Of(value == 1 ? pictures : 0, pictures),
            };
        return groups is not null && groups.All(group => group.Hits == 0 || group.Hits == group.Images)
            ? new(value, n) { Interval = MeanOfSharesInterval.Of(groups) }
            : new(value, n) { Replicated = replicated, Output = output };
    }

    /// <summary>A share of images, with Wilson's interval.</summary>
    public static Estimate Proportion(int hits, int n) =>
        new(n == 0 ? double.NaN : (double)hits / n, n) { Interval = WilsonInterval.Of(hits, n) };
}
