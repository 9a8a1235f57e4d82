using Bench.Metrics.Robustness;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of datasets that have a clean one.</summary>
public static class ShiftMetrics
{
    public const string CleanTop1 = "clean-top1";
    public const string AccuracyDrop = "accuracy-drop";
    public const string Top1AllClasses = "top1-all-classes";
    public const string Top5AllClasses = "top5-all-classes";
    public const string EffectiveRobustness = "effective-robustness";
    public const string OracleRelative = "oracle-relative";

    /// <summary>Metrics that are missing while there is no evaluation over the clean dataset.</summary>
    public static IReadOnlyList<string> AgainstClean { get; } =
    [.. All().Where(metric => metric.Basis == MetricBasis.CleanEvaluation).Select(metric => metric.Id)];

    internal static IEnumerable<MetricDefinition> All() =>
        [
            Define(
                CleanTop1,
                "Clean top-1 over the same classes",
                MetricDirection.Higher,
                MetricBasis.CleanEvaluation,
                "top-1 of the same model on the clean dataset's images of this dataset's classes, logits of these classes first, "
                    + "then argmax; where most images here have a clean original of their name, over the originals of the images "
                    + "scored alone; from its newest completed evaluation with the same preprocessing",
                "paired clean accuracy; Taori et al., 2020"
            ) with
            {
                Version = 3,
            },
            Define(
                AccuracyDrop,
                "Accuracy drop",
                MetricDirection.Lower,
                MetricBasis.CleanEvaluation,
                "clean top-1 less top-1 here; over pairs of images (Tango's interval) where most images have a clean original of "
                    + "their name, as in ImageNet-E, else over two samples (Newcombe's interval); several edits of one original "
                    + "say as much of it as their original does",
                "Li et al., ImageNet-E, 2023; Recht et al., 2019"
            ) with
            {
                Version = 4,
                Minimum = -1,
            },
            Define(
                Top1AllClasses,
                "Top-1 among all classes",
                MetricDirection.Higher,
                MetricBasis.Predictions,
                "top-1 where the model may answer any class, not only those of the dataset",
                "Hendrycks et al., 2021"
            ),
            Define(
                Top5AllClasses,
                "Top-5 among all classes",
                MetricDirection.Higher,
                MetricBasis.Predictions,
                "top-5 where the model may answer any class, not only those of the dataset",
                "Hendrycks et al., 2021"
            ) with
            {
                Ranks = 5,
            },
            Define(
                EffectiveRobustness,
                "Effective robustness",
                MetricDirection.Higher,
                MetricBasis.Board,
                "top-1 less σ(slope · logit(clean top-1) + intercept), the least-squares line over the board's baseline models; "
                    + "the interval is top-1's, the line held fixed",
                "Taori et al., 2020"
            ) with
            {
                Minimum = -1,
                OfBoard = new BoardMeasure([CleanTop1, AccuracyMetrics.Top1], Robustness.EffectiveRobustness.OfAll),
            },
            Define(
                OracleRelative,
                "Oracle-relative robustness",
                MetricDirection.Higher,
                MetricBasis.Board,
                "top-1 among the images that a designated oracle model gets right, over the same on the clean images of "
                    + "clean-top1: both answer among the dataset's classes",
                "Zhang et al., 2024"
            ) with
            {
                Version = 3,
                Maximum = double.PositiveInfinity,
            },
        ];

    static MetricDefinition Define(string id, string name, MetricDirection direction, MetricBasis basis, string formula, string source) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Robustness,
            Direction = direction,
            Basis = basis,
            Formula = formula,
            Source = source,
        };
}
