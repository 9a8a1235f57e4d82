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
        var images = OpenSetImages.Of(inside, labels, outside, undecodable);
        int[] each = [.. images.Unknown.Select(image => classes[image])];
        var pictures = images.PicturesOf(options.Pictures);
        return images.OfEachScore(
            each.Distinct().Count() < 2 ? OpenSetClassMetrics.WithoutClasses : null,
            score => OpenSetClassMetrics.IdsOf(score, allClasses),
            (score, known, unknown) => Of(known, unknown, each, score, allClasses, pictures, options, cancellationToken)
        );
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
