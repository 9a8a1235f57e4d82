using Bench.Metrics.Scoring;

namespace Bench.Metrics.Accuracy;

/// <summary>One-vs-rest AUROC of each class: the chance that an image with the class is given more of it than one without; ties count half.</summary>
public static class ClassAuroc
{
    /// <returns>[C]; NaN for a class without an image of its own or of another. Null when the predictions do not carry every logit.</returns>
    public static double[]? Of(Predictions predictions, Labels labels, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Content < PredictionContent.Full) return null;
        var scan = new PredictionScan(predictions, ScoringOptions.Default.Parallel(cancellationToken), check: false);
        var view = new LabelView(scan, labels, ScoringOptions.Default);
        ClassColumns.Run([view]);
        return view.ClassScores!.Auroc;
    }
}
