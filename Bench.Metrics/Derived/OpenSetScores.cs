using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Derived;

/// <summary>How well a model's scores tell out-of-distribution images from in-distribution ones, with bootstrap
/// intervals over the images of both.</summary>
public static class OpenSetScores
{
    /// <param name="inside">Predictions over in-distribution images.</param>
    /// <param name="labels">Their labels; images left out there take no part.</param>
    /// <param name="outside">Predictions over out-of-distribution images, over the same classes.</param>
    /// <param name="undecodable">Images of <paramref name="outside"/> that take no part.</param>
    /// <param name="allClasses">Whether the ids say that all classes are meant.</param>
    /// <param name="options">Resamples, seed and threads.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    public static DerivedScores Of(
        Predictions inside,
        GroundTruth labels,
        Predictions outside,
        IReadOnlyCollection<int> undecodable,
        bool allClasses,
        ScoringOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(inside);
        ArgumentNullException.ThrowIfNull(outside);
        if (inside.Classes != outside.Classes)
            throw new ArgumentException($"predictions over {inside.Classes} and over {outside.Classes} classes", nameof(outside));
        var images = OpenSetImages.Of(inside, labels, outside, undecodable);
        bool[] right = [.. images.Known.Select(i => labels.Accepts(i, inside.TopClass.Span[i * inside.HeadSize]))];
        var pictures = images.PicturesOf(options.Pictures);
        return images.OfEachScore(
            images.Unknown.Length == 0 ? "no out-of-distribution image is used" : null,
            score => OpenSetMetrics.IdsOf(score, allClasses),
            (score, known, unknown) => Of(known, right, unknown, score, allClasses, pictures, options, cancellationToken)
        );
    }

    static DerivedScores Of(
        float[] known,
        bool[] right,
        float[] unknown,
        OodScore score,
        bool allClasses,
        Clusters? pictures,
        ScoringOptions options,
        CancellationToken cancellationToken
    )
    {
        var sweep = ThresholdSweep.OfTwo(unknown, known);
        var replicated = new ReplicatedOpenSet(known, right, unknown);
        var replicates = Bootstrap.Run([replicated], known.Length + unknown.Length, options, cancellationToken, pictures)[replicated];
        return new(
            [
                Score("auroc", Auroc.Compute(sweep), ReplicatedOpenSet.Area),
                Score("aupr-in", AveragePrecision.OfNegatives(sweep), ReplicatedOpenSet.PrecisionIn),
                Score("aupr-out", AveragePrecision.OfPositives(sweep), ReplicatedOpenSet.PrecisionOut),
                Score("aupr-in-trapezoid", PrecisionRecallTrapezoid.OfNegatives(sweep), ReplicatedOpenSet.TrapezoidIn),
                Score("aupr-out-trapezoid", PrecisionRecallTrapezoid.OfPositives(sweep), ReplicatedOpenSet.TrapezoidOut),
                Score("fpr95", FprAtTpr.Compute(sweep), ReplicatedOpenSet.FalsePositives),
                Score("fpr95-id", FprAtTpr.OfNegatives(sweep), ReplicatedOpenSet.Accepted),
                Score("oscr", Oscr.Compute([.. known.Select(s => -s)], right, [.. unknown.Select(s => -s)]), ReplicatedOpenSet.OpenSetRate),
            ],
            []
        );

        MetricScore Score(string measure, double value, int output)
        {
            var interval = replicates.Around(value, output, 0, 1);
            // Of two kinds that a score tells apart without a mistake, every resample does the same.
            if (double.IsNaN(interval.Low) && output == ReplicatedOpenSet.Area)
                interval = AurocInterval.Of(value, (pictures?.Count ?? known.Length + unknown.Length) - known.Length, known.Length);
            return new(
                OpenSetMetrics.IdOf(measure, score, allClasses),
                value,
                interval,
                known.Length + unknown.Length,
                new Dictionary<string, int>()
            );
        }
    }
}
