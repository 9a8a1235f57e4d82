using Bench.Metrics.Mistakes;
using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of the kinds of mistakes.</summary>
static class MistakeMetrics
{
    public static IEnumerable<MetricDefinition> All()
    {
        yield return Define(
            "unexplained-errors",
            "Unexplained errors",
            "share of used images whose best class nothing explains: not accepted, nor collapsed with the image's class, "
                + "nor of one superclass or co-occurring "
                + "with an accepted one, on an image that nobody called non-prototypical",
            inputs => inputs.Kinds.OfImages(MistakeKind.Unexplained)
        );
        yield return Define(
            "unexplained-among-errors",
            "Unexplained among errors",
            "share of the mistakes that nothing explains; collapsed classes and valid multi-labels are no mistakes",
            inputs => inputs.Kinds.OfErrors(MistakeKind.Unexplained)
        );
        yield return Share("collapsed-errors", "Collapsed classes", MistakeKind.CollapsedClasses, "is another name for the image's class");
        yield return Share(
            "multilabel-errors",
            "Valid multi-labels",
            MistakeKind.ValidMultiLabel,
            "is not the image's own and is accepted by the label set"
        );
        yield return Share("superclass-errors", "Same superclass", MistakeKind.SameSuperclass, "shares a superclass with an accepted one");
        yield return Share(
            "cooccurring-errors",
            "Co-occurring classes",
            MistakeKind.CoOccurring,
            "often occurs together with an accepted one"
        );
        yield return Share(
            "nonprototypical-errors",
            "Non-prototypical images",
            MistakeKind.NonPrototypical,
            "is wrong on an image called non-prototypical"
        );
    }

    static MetricDefinition Share(string id, string name, MistakeKind kind, string what) =>
        Define(
            id,
            name,
            $"share of used images whose best class {what}, and is of no kind before",
            inputs => inputs.Kinds.OfImages(kind)
        ) with
        {
            Direction = kind.Severity() == MistakeSeverity.None ? MetricDirection.None : MetricDirection.Lower,
        };

    static MetricDefinition Define(string id, string name, string formula, Func<MetricInputs, Estimate> measure) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Accuracy,
            Direction = MetricDirection.Lower,
            Formula = formula,
            Source = "Peychev et al., 2023, without their kind out-of-vocabulary",
            Labels = LabelNeed.ClassOfImage,
            NeedsMistakeEvidence = true,
            Measure = measure,
        };
}
