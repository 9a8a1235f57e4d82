using Bench.Metrics.OpenSet;
using Bench.Metrics.Predicted;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of telling known from unknown images where these have classes of their own.</summary>
public static class OpenSetClassMetrics
{
    public const string Auroc = "auroc-class-mean";
    public const string Fpr95Id = "fpr95-id-class-mean";

    /// <summary>Why a dataset has no such means.</summary>
    public const string WithoutClasses =
        "its pictures lie in one folder: out-of-distribution classes to take a mean over are folders, two at least";

    const string Paper = "Bitterwolf et al., NINCO, 2023";

    static readonly (string Id, string Name, MetricDirection Direction, string Formula)[] Measures =
    [
        (
            Auroc,
            "AUROC, mean over OOD classes",
            MetricDirection.Higher,
            "mean over the classes of out-of-distribution images, which are their folders, of the AUROC of each against all "
                + "in-distribution images"
        ),
        (
            Fpr95Id,
            "FPR95, ID positive, mean over OOD classes",
            MetricDirection.Lower,
            "mean over the classes of out-of-distribution images, which are their folders, of the share of each that is accepted at "
                + "the first threshold that accepts 95 % of the in-distribution images"
        ),
    ];

    /// <summary>Ids of both means by one score.</summary>
    public static IReadOnlyList<string> IdsOf(OodScore score, bool allClasses) =>
        [.. Measures.Select(measure => OpenSetMetrics.IdOf(measure.Id, score, allClasses))];

    internal static IEnumerable<MetricDefinition> All() =>
        from allClasses in (bool[])[false, true]
        from score in Enum.GetValues<OodScore>()
        from measure in Measures
        select new MetricDefinition
        {
            Id = OpenSetMetrics.IdOf(measure.Id, score, allClasses),
            Name = $"{measure.Name}, by {OpenSetMetrics.NameOf(score)}{(allClasses ? " over all classes" : "")}",
            Family = MetricFamily.OpenSet,
            Direction = measure.Direction,
            Formula = $"{measure.Formula}; the score is {OpenSetMetrics.FormulaOf(score)}{(allClasses ? " over all classes" : "")}",
            Source = $"{Paper}; score: {OpenSetMetrics.SourceOf(score)}",
            Content = score == OodScore.MaxSoftmax ? PredictionContent.TopConfidence : PredictionContent.Head,
            Basis = MetricBasis.CleanEvaluation,
        };
}
