using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring.Columns;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Scoring.Inputs;

/// <summary>One-vs-rest AUROC of each class: the chance that an image with the class is given more of it than one
/// without; ties count half.</summary>
public static class ClassAuroc
{
    /// <returns>[C] with their 95 % intervals; NaN for a class without an image of its own or of another. Null when the
    /// predictions do not carry every logit.</returns>
    public static (double Value, Interval Interval)[]? Of(
        Predictions predictions,
        GroundTruth labels,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Content < PredictionContent.Full)
            return null;
        var scan = new PredictionScan(predictions, ScoringOptions.Default.Parallel(cancellationToken), check: false);
        var inputs = new MetricInputs(scan, labels, ScoringOptions.Default);
        var scores = ClassColumns.Run([inputs.Columns], scan.Parallel)[0];
        var positives = new ClassPositives(inputs.Columns);
        return
        [
            .. scores.Auroc.Select(
                (auroc, c) => (auroc, AurocInterval.Of(auroc, positives.Of(c).Length, inputs.N - positives.Of(c).Length))
            ),
        ];
    }
}
