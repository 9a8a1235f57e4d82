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
        int[] known = [.. Enumerable.Range(0, inside.Count).Where(labels.IsUsed)];
        int[] unknown = [.. Enumerable.Range(0, outside.Count).Except(undecodable)];
        var pictures = Pictures(known.Length, unknown, options.Pictures);
        bool[] right = [.. known.Select(i => labels.Accepts(i, inside.TopClass.Span[i * inside.HeadSize]))];
        var content = (PredictionContent)Math.Min((int)inside.Content, (int)outside.Content);
        var result = DerivedScores.None;
        foreach (var score in Enum.GetValues<OodScore>())
        {
            var reason =
                OodScores.WhyMissing(content, score)
                ?? (
                    known.Length == 0 ? "no in-distribution image is used"
                    : unknown.Length == 0 ? "no out-of-distribution image is used"
                    : null
                );
            result += reason is not null
                ? DerivedScores.WithoutAny(OpenSetMetrics.IdsOf(score, allClasses), reason)
                : Of(
                    Pick(inside, score, known),
                    right,
                    Pick(outside, score, unknown),
                    score,
                    allClasses,
                    pictures,
                    options,
                    cancellationToken
                );
        }
        return result;
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

    /// <summary>Pictures of in-distribution images, each its own, and of the out-of-distribution images after them; null where
    /// each of these is its own, too.</summary>
    internal static Clusters? Pictures(int known, int[] unknown, Clusters? pictures)
    {
        if (pictures is null)
            return null;
        int[] shown = [.. unknown.Select(image => pictures.Pictures[image]).Distinct()];
        var places = shown.Index().ToDictionary(each => each.Item, each => known + each.Index);
        return new([.. Enumerable.Range(0, known), .. unknown.Select(image => places[pictures.Pictures[image]])], known + shown.Length);
    }

    internal static float[] Pick(Predictions predictions, OodScore score, int[] images)
    {
        var all = new float[predictions.Count];
        OodScores.Compute(predictions, score, all);
        return [.. images.Select(i => all[i])];
    }
}
