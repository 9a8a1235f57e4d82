namespace Bench.Metrics.Statistics;

/// <summary>Why a number has no 95 % interval: codes, which stay as they are, and a sentence for each. Who decides that there is none
/// names the code (<see cref="Interval.Without"/>); it goes with the number from there on.</summary>
public static class NoInterval
{
    /// <summary>The metric never has one; the catalogue says why.</summary>
    public const string MetricHasNone = "metric-has-none";

    /// <summary>Several images are of one picture, and the interval is known for independent images alone.</summary>
    public const string PicturesRepeated = "pictures-repeated";

    /// <summary>Resamples do not differ.</summary>
    public const string ImagesAlike = "images-alike";

    /// <summary>Fewer images than the interval needs.</summary>
    public const string TooFewImages = "too-few-images";

    /// <summary>The largest gap of bins where no image is right, or every one.</summary>
    public const string NoneOrAllRight = "none-or-all-right";

    /// <summary>A search ended at its border.</summary>
    public const string AtBorder = "at-border";

    /// <summary>A mean over sets of which one has a number without an interval.</summary>
    public const string MemberWithoutInterval = "member-without-interval";

    /// <summary>A ratio to what never happens.</summary>
    public const string NoneElsewhere = "none-elsewhere";

    /// <summary>Several labels an image, and the interval is known for one alone.</summary>
    public const string SeveralLabels = "several-labels";

    /// <summary>The number was made before reasons were kept.</summary>
    public const string NotKept = "reason-not-kept";

    static readonly Dictionary<string, string> Sentences = new()
    {
        [PicturesRepeated] = "several images are of one picture, and its interval is known for independent images alone",
        [ImagesAlike] = "it is of one image, or of images that are all alike, which say nothing of its uncertainty",
        [TooFewImages] = "too few images are used to know its uncertainty",
        [NoneOrAllRight] = "no image is right, or every one is, and a bin that none of these images fell into may have a larger gap",
        [AtBorder] = "its search ended at the border, and the true value may lie beyond",
        [MemberWithoutInterval] = "a number that it is made from has no interval",
        [NoneElsewhere] = "no image that it is compared with is such a case, and a ratio to none has no bounds",
        [SeveralLabels] = "images have several labels, and its interval is known for one label an image alone",
        [NotKept] = "it was scored before Bench kept the reason",
    };

    /// <summary>All codes, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Codes => [MetricHasNone, .. Sentences.Keys];

    /// <summary>The sentence of a code, without a capital or a full stop; null where the metric itself says it.</summary>
    public static string? Sentence(string code) => Sentences.GetValueOrDefault(code);
}
