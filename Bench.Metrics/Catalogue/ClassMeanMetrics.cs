using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring.Columns;
using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Catalogue;

/// <summary>Catalogue entries of means over classes.</summary>
static class ClassMeanMetrics
{
    const string Filing =
        "; an image is filed under its single label, or its original class where the view has several; classes without a "
        + "used image are left out";

    public static IEnumerable<MetricDefinition> All()
    {
        yield return Define(
            "macro-top1",
            "Mean per-class top-1",
            "mean over classes of the share of the class's images whose best class is acceptable" + Filing,
            "mean per-class accuracy; for label sets Vasudevan et al., 2022",
            inputs => inputs.ClassMean(ClassMean.Recall)
        ) with
        {
            Version = 3,
            Prominence = MetricProminence.Headline,
            HubType = "macro-accuracy",
        };
        yield return Define(
            "worst-class-top1",
            "Worst class top-1",
            "minimum over classes of the share of the class's images whose best class is acceptable" + Filing,
            "worst-group accuracy, Sagawa et al., 2020",
            inputs => inputs.WorstClass()
        ) with
        {
            Version = 3,
        };
        yield return Define(
            "macro-precision",
            "Mean per-class precision",
            "mean over classes of the share of images called the class that are right, 0 for a class never called" + Filing,
            "van Rijsbergen, 1979",
            inputs => inputs.ClassMean(ClassMean.Precision)
        );
        yield return Define(
            "macro-f1",
            "Mean per-class F1",
            "mean over classes of 2PR / (P + R), 0 where both are 0" + Filing,
            "van Rijsbergen, 1979",
            inputs => inputs.ClassMean(ClassMean.F1)
        );
        yield return Columns(
            "macro-auroc",
            "Mean one-vs-rest AUROC",
            "mean over classes of the probability that an image with the class is given more of it than one without; ties count half",
            "Hand and Till, 2001; Fawcett, 2006",
            MetricFamily.Accuracy,
            scores => scores.Auroc
        );
        yield return Columns(
            "macro-average-precision",
            "Mean average precision over classes",
            "mean over classes of Σ_t (recall_t − recall_{t−1}) · precision_t over falling thresholds on the class's "
                + "probability; equal ones enter together",
            "Everingham et al., 2010; scikit-learn's average precision",
            MetricFamily.MultiLabel,
            scores => scores.AveragePrecision
        );
    }

    static MetricDefinition Define(string id, string name, string formula, string source, Func<MetricInputs, Estimate> measure) =>
        new()
        {
            Id = id,
            Name = name,
            Family = MetricFamily.Accuracy,
            Direction = MetricDirection.Higher,
            Formula = formula,
            Source = source,
            Labels = LabelNeed.ClassOfImage,
            Measure = measure,
        };

    static MetricDefinition Columns(
        string id,
        string name,
        string formula,
        string source,
        MetricFamily family,
        Func<ClassScores, double[]> values
    ) =>
        new()
        {
            Id = id,
            Name = name,
            Family = family,
            Direction = MetricDirection.Higher,
            Formula = formula,
            Source = source,
            Content = PredictionContent.Full,
            ReadsColumns = true,
            WhyNoInterval = "it is a mean over classes of how each class's column ranks, and each resample would sort all columns again",
            Measure = inputs => new(ClassScores.Mean(values(inputs.ClassScores!)), inputs.N),
        };
}
