using System.Globalization;

namespace Bench.Service.Labels;

/// <summary>Why a label set leaves an image out; the words appear in the API.</summary>
public static class ExclusionReasons
{
    /// <summary>The file says nothing about it, or that it has no label.</summary>
    public const string NoLabel = "no-label";

    /// <summary>The image shows none of the classes, on purpose.</summary>
    public const string OutOfDistribution = "out-of-distribution";

    /// <summary>Reviewers: no class fits.</summary>
    public const string Neither = "neither";

    /// <summary>Reviewers: it cannot be told.</summary>
    public const string Unclear = "unclear";

    /// <summary>Reviewers did not agree.</summary>
    public const string NoMajority = "no-majority";

    /// <summary>Experts did not look at it.</summary>
    public const string NotAnnotated = "not-annotated";

    /// <summary>Experts: not usable.</summary>
    public const string Problematic = "problematic";

    /// <summary>Experts: no class is surely correct.</summary>
    public const string NoCorrectLabel = "no-correct-label";

    /// <summary>Its label is kept back until the dataset's date.</summary>
    public const string HeldOut = "held-out";

    /// <summary>The label set is about other images.</summary>
    public const string NotInSlice = "not-in-slice";

    /// <summary>For people, behind a number of images or the word "left out".</summary>
    public static string Words(string reason) =>
        reason switch
        {
            NoLabel => "without a label",
            OutOfDistribution => "of none of the classes",
            Neither => "where no class fits",
            Unclear => "unclear to reviewers",
            NoMajority => "without a majority",
            NotAnnotated => "not annotated",
            Problematic => "not usable",
            NoCorrectLabel => "without a surely correct class",
            HeldOut => "held out",
            NotInSlice => "outside the slice",
            _ => reason.Replace('-', ' '),
        };

    /// <summary>"3,163 without a label, 12 unclear to reviewers"; empty where nothing is left out.</summary>
    public static string Words(IEnumerable<KeyValuePair<string, int>> excluded) =>
        string.Join(
            ", ",
            excluded
                .Where(reason => reason.Value > 0)
                .Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Value:N0} {Words(reason.Key)}"))
        );
}
