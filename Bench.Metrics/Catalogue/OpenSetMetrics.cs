using Bench.Metrics.OpenSet;
using Bench.Metrics.Predicted;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of telling known from unknown images.</summary>
public static class OpenSetMetrics
{
    /// <summary>Suffix of the numbers over all classes, where a dataset is scored over some of them.</summary>
    public const string AllClasses = "-all-classes";

    static readonly (string Id, string Name, MetricDirection Direction, string Formula, string Source)[] Measures =
    [
        (
            "auroc",
            "AUROC",
            MetricDirection.Higher,
            "share of pairs of an out-of-distribution and an in-distribution image in which the former has the higher score; "
                + "ties count half",
            "Hendrycks and Gimpel, 2017"
        ),
        (
            "aupr-in",
            "AUPR-in",
            MetricDirection.Higher,
            "average precision (steps) with in-distribution images as positive",
            "Hendrycks and Gimpel, 2017"
        ),
        (
            "aupr-out",
            "AUPR-out",
            MetricDirection.Higher,
            "average precision (steps) with out-of-distribution images as positive",
            "Hendrycks and Gimpel, 2017"
        ),
        (
            "aupr-in-trapezoid",
            "AUPR-in, trapezoid",
            MetricDirection.Higher,
            "area under the precision-recall curve by the trapezoid rule, as OpenOOD reports it, with in-distribution images as positive",
            "Zhang et al., OpenOOD v1.5, 2023"
        ),
        (
            "aupr-out-trapezoid",
            "AUPR-out, trapezoid",
            MetricDirection.Higher,
            "area under the precision-recall curve by the trapezoid rule, as OpenOOD reports it, with out-of-distribution images "
                + "as positive",
            "Zhang et al., OpenOOD v1.5, 2023"
        ),
        (
            "fpr95",
            "FPR95, OOD positive",
            MetricDirection.Lower,
            "out-of-distribution images as positive, the convention of OpenOOD: share of in-distribution images at or above the "
                + "first threshold that 95 % of the out-of-distribution images reach",
            "Liang et al., 2018; Zhang et al., OpenOOD v1.5, 2023"
        ),
        (
            "fpr95-id",
            "FPR95, ID positive",
            MetricDirection.Lower,
            "in-distribution images as positive, the convention of ViM, ReAct and energy: share of out-of-distribution images "
                + "accepted at the first threshold that accepts 95 % of the in-distribution images",
            "Liu et al., 2020; Wang et al., ViM, 2022"
        ),
        (
            "oscr",
            "OSCR",
            MetricDirection.Higher,
            "area under the correct-classification rate of in-distribution images against the false positive rate of the others",
            "Dhamija et al., 2018"
        ),
    ];

    /// <summary>Id of a measure (<c>auroc</c>, …) by one score; max softmax has the plain id.</summary>
    public static string IdOf(string measure, OodScore score, bool allClasses) =>
        measure + SuffixOf(score) + (allClasses ? AllClasses : "");

    /// <summary>Ids of every measure by one score.</summary>
    public static IReadOnlyList<string> IdsOf(OodScore score, bool allClasses) =>
        [.. Measures.Select(measure => IdOf(measure.Id, score, allClasses))];

    internal static IEnumerable<MetricDefinition> All() =>
        from allClasses in (bool[])[false, true]
        from score in Enum.GetValues<OodScore>()
        from measure in Measures
        select new MetricDefinition
        {
            Id = IdOf(measure.Id, score, allClasses),
            Name = $"{measure.Name} by {NameOf(score)}{(allClasses ? " over all classes" : "")}",
            Family = MetricFamily.OpenSet,
            Direction = measure.Direction,
            Formula =
                $"{measure.Formula}; the score is {FormulaOf(score)}{(allClasses ? " over all classes" : "")}; in-distribution "
                + "images are those of the clean dataset, of the same classes where the dataset has a mask",
            Source = $"{measure.Source}; score: {SourceOf(score)}",
            Defaults = new Dictionary<string, string>
            {
                ["score"] = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(score.ToString()),
            },
            Prominence =
                score == OodScore.MaxSoftmax && !allClasses && !measure.Id.EndsWith("-trapezoid", StringComparison.Ordinal)
                    ? MetricProminence.Headline
                    : MetricProminence.Detail,
            Content = score == OodScore.MaxSoftmax ? PredictionContent.TopConfidence : PredictionContent.Head,
            Basis = MetricBasis.CleanEvaluation,
        };

    static string SuffixOf(OodScore score) =>
        score switch
        {
            OodScore.MaxSoftmax => "",
            OodScore.MaxLogit => "-max-logit",
            _ => "-energy",
        };

    internal static string NameOf(OodScore score) =>
        score switch
        {
            OodScore.MaxSoftmax => "max softmax",
            OodScore.MaxLogit => "max logit",
            _ => "energy",
        };

    internal static string FormulaOf(OodScore score) =>
        score switch
        {
            OodScore.MaxSoftmax => "−ln max softmax",
            OodScore.MaxLogit => "−max logit",
            _ => "−ln Σ exp logits",
        };

    internal static string SourceOf(OodScore score) =>
        score switch
        {
            OodScore.MaxSoftmax => "Hendrycks and Gimpel, 2017",
            OodScore.MaxLogit => "Hendrycks et al., 2022",
            _ => "Liu et al., 2020",
        };
}
