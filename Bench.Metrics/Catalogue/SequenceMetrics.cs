using Bench.Metrics.Robustness;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of images that follow one another.</summary>
public static class SequenceMetrics
{
    public const string FlipRate = "flip-rate";
    public const string MeanFlipRate = "mfr";
    public const string TopFiveDistance = "top5-distance";
    public const string EveryFrame = "every-frame-top1";

    /// <summary>Largest top-5 distance: none of the earlier five among the later ones, 5 + 4 + 3 + 2 + 1.</summary>
    public const double MostDistance = 15;

    /// <summary>Why there is no mFR.</summary>
    public const string WithoutYardstick =
        "its variant declares no flip rates to measure against; an operator's own declaration may give AlexNet's as 'yardstick'";

    /// <summary>Before it perturbations for validation were averaged too.</summary>
    const int OverTheTest = 3;

    const string Paper = "Hendrycks and Dietterich, 2019";

    /// <summary>ImageNet-P's perturbations for validation: reported, never averaged.</summary>
    public static IReadOnlyList<string> Extra { get; } = ["speckle_noise", "gaussian_blur", "spatter", "shear"];

    /// <summary>Whether the means are over a perturbation too.</summary>
    public static bool IsAveraged(string perturbation) => !Extra.Contains(perturbation);

    /// <summary>Perturbations that have a number of their own: ImageNet-P's ten, and its four for validation.</summary>
    public static IReadOnlyList<string> Known { get; } =
    ["gaussian_noise", "shot_noise", "motion_blur", "zoom_blur", "snow", "brightness", "translate", "rotate", "tilt", "scale", .. Extra];

    public static string FlipRateId(string perturbation) => $"{FlipRate}-{perturbation.Replace('_', '-')}";

    /// <summary>Every id.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. All().Select(metric => metric.Id)];

    internal static IEnumerable<MetricDefinition> All() =>
        [
            Define(
                FlipRate,
                "Flip rate",
                MetricDirection.Lower,
                "mean over perturbations, but for ImageNet-P's four of validation, of the mean over sequences of the share of frames "
                    + "whose best class is not that of the frame before; under noise, not that of the first frame",
                1
            ) with
            {
                Version = OverTheTest,
            },
            Define(
                MeanFlipRate,
                "mFR",
                MetricDirection.Lower,
                "mean over the perturbations that the flip rate is over, of each one's own over the one that the variant declares; 1 = as "
                    + "unsteady as that model",
                double.PositiveInfinity
            ) with
            {
                Version = OverTheTest,
            },
            Define(
                TopFiveDistance,
                "Top-5 distance",
                MetricDirection.Lower,
                "mean over perturbations, sequences and frames, taken and compared as for the flip rate, of Σ |i − min(r, 5)|: "
                    + "i = 0 … 4 is a class's place in the earlier frame, r its place in the later one",
                MostDistance
            ) with
            {
                Version = OverTheTest,
                Ranks = FrameChanges.Ranks,
            },
            Define(
                EveryFrame,
                "Top-1 on every frame",
                MetricDirection.Higher,
                "mean over the perturbations that the flip rate is over, of the share of sequences that are right on every frame: pm-k "
                    + "where a sequence is an anchor frame with k neighbours on each side",
                1
            ) with
            {
                Version = OverTheTest,
                Source = "Shankar et al., Do Image Classifiers Generalize Across Time?, 2021",
            },
            .. Known.Select(perturbation =>
                Define(
                    FlipRateId(perturbation),
                    $"Flip rate under {perturbation.Replace('_', ' ')}",
                    MetricDirection.Lower,
                    FrameSequences.IsAgainstFirst(perturbation)
                        ? "mean over sequences of the share of frames whose best class is not that of the first frame"
                        : "mean over sequences of the share of frames whose best class is not that of the frame before",
                    1
                )
            ),
        ];

    static MetricDefinition Define(string id, string name, MetricDirection direction, string formula, double most) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Robustness,
            Direction = direction,
            Maximum = most,
            Formula = formula,
            Source = Paper,
        };
}
