using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Derived;

/// <summary>How well a model's scores tell each class of out-of-distribution images from in-distribution ones, as means
/// over the classes, with bootstrap intervals over the images of both.</summary>
public static class OpenSetClassScores
{
    /// <param name="inside">Predictions over in-distribution images.</param>
    /// <param name="labels">Their labels; images left out there take no part.</param>
    /// <param name="outside">Predictions over out-of-distribution images, over the same classes.</param>
    /// <param name="classes">Class of each image of <paramref name="outside"/>, 0 and up.</param>
    /// <param name="undecodable">Images of <paramref name="outside"/> that take no part.</param>
    /// <param name="allClasses">Whether the ids say that all classes are meant.</param>
    /// <param name="options">Resamples, seed and threads.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    public static DerivedScores Of(
        Predictions inside,
        GroundTruth labels,
        Predictions outside,
        IReadOnlyList<int> classes,
        IReadOnlyCollection<int> undecodable,
        bool allClasses,
        ScoringOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(inside);
        ArgumentNullException.ThrowIfNull(outside);
        int[] known = [.. Enumerable.Range(0, inside.Count).Where(labels.IsUsed)];
        int[] unknown = [.. Enumerable.Range(0, outside.Count).Except(undecodable)];
        int[] each = [.. unknown.Select(image => classes[image])];
        var content = (PredictionContent)Math.Min((int)inside.Content, (int)outside.Content);
        var result = DerivedScores.None;
        foreach (var score in Enum.GetValues<OodScore>())
        {
            var reason =
                OodScores.WhyMissing(content, score)
                ?? (
                    known.Length == 0 ? "no in-distribution image is used"
                    : each.Distinct().Count() < 2 ? OpenSetClassMetrics.WithoutClasses
                    : null
                );
            result += reason is not null
                ? DerivedScores.WithoutAny(OpenSetClassMetrics.IdsOf(score, allClasses), reason)
                : Of(
                    OpenSetScores.Pick(inside, score, known),
                    OpenSetScores.Pick(outside, score, unknown),
                    each,
                    score,
                    allClasses,
                    OpenSetScores.Pictures(known.Length, unknown, options.Pictures),
                    options,
                    cancellationToken
                );
        }
        return result;
    }

    static DerivedScores Of(
        float[] known,
        float[] unknown,
        int[] classes,
        OodScore score,
        bool allClasses,
        Clusters? pictures,
        ScoringOptions options,
        CancellationToken cancellationToken
    )
    {
        var replicated = new ReplicatedOodClasses(known, unknown, classes);
        var replicates = Bootstrap.Run([replicated], known.Length + unknown.Length, options, cancellationToken, pictures)[replicated];
        var (auroc, accepted) = OodClassMeans.Compute(known, unknown, classes);
        return new(
            [
                Score(OpenSetClassMetrics.Auroc, auroc, ReplicatedOodClasses.Area),
                Score(OpenSetClassMetrics.Fpr95Id, accepted, ReplicatedOodClasses.Accepted),
            ],
            []
        );

        MetricScore Score(string measure, double value, int output)
        {
            var interval = replicates.Around(value, output, 0, 1);
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
