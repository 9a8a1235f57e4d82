using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Derived;

/// <summary>Whether a model takes what goes with a class for the class: images that show a spurious feature of class k,
/// and not k itself, against the clean images of k, by the probability of k.</summary>
/// <remarks>Neuhaus et al., "Spurious Features Everywhere", ICCV 2023. What is compared is ln p, which does not round
/// to 1.</remarks>
public static class SpuriousScores
{
    /// <param name="inside">Predictions over the clean images.</param>
    /// <param name="labels">Their labels; an image is one of every class that it may be called.</param>
    /// <param name="outside">Predictions over images of spurious features.</param>
    /// <param name="claimed">The class that each of these does not show.</param>
    /// <param name="undecodable">Images of <paramref name="outside"/> that take no part.</param>
    /// <param name="options">Resamples, seed and threads.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    public static DerivedScores Of(
        Predictions inside,
        GroundTruth labels,
        Predictions outside,
        IReadOnlyList<int> claimed,
        IReadOnlyCollection<int> undecodable,
        ScoringOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(inside);
        ArgumentNullException.ThrowIfNull(outside);
        if (!inside.HasEveryLogit() || !outside.HasEveryLogit())
            return DerivedScores.WithoutAny(SpuriousMetrics.Ids, SpuriousMetrics.NeedsEveryLogit);
        var left = undecodable.ToHashSet();
        var shown = Enumerable.Range(0, outside.Count).Where(image => !left.Contains(image)).GroupBy(image => claimed[image]).ToList();
        var (curves, pictures, without) = (new List<SpuriousCurves.Curve>(), new List<int>(), 0);
        foreach (var images in shown.OrderBy(group => group.Key))
        {
            var @class = images.Key;
            int[] own =
            [
                .. Enumerable.Range(0, inside.Count).Where(image => labels.IsUsed(image) && labels.Accepts(image, (ushort)@class)),
            ];
            if (own.Length == 0)
            {
                without++;
                continue;
            }
            curves.Add(
                SpuriousCurves.Curve.Of([
                    .. own.Select(image => (LogOf(inside, image, @class), Place(image), true)),
                    .. images.Select(image =>
                        (LogOf(outside, image, @class), Place(inside.Count + (options.Pictures?.Pictures[image] ?? image)), false)
                    ),
                ])
            );
        }
        if (curves.Count == 0)
            return DerivedScores.WithoutAny(SpuriousMetrics.Ids, "no clean image shows one of the classes");
        var all = new SpuriousCurves(curves);
        var places = pictures.Count;
        var clusters = options.Pictures is { } each ? new Clusters(pictures, inside.Count + each.Count) : null;
        var replicates = Bootstrap.Run([all], places, options, cancellationToken, clusters)[all];
        var values = new double[all.Outputs];
        var ones = new float[places];
        Array.Fill(ones, 1);
        all.Replicate(ones, values);
        var excluded = without == 0 ? [] : new Dictionary<string, int> { ["classes-without-clean-images"] = without };
        return new([Score(SpuriousMetrics.Precision, SpuriousCurves.Precision), Score(SpuriousMetrics.Auroc, SpuriousCurves.Area)], []);

        MetricScore Score(string id, int output)
        {
            var interval = replicates.Around(values[output], output, 0, 1);
            return new(id, values[output], interval, places, excluded);
        }

        int Place(int picture)
        {
            pictures.Add(picture);
            return pictures.Count - 1;
        }
    }

    static float LogOf(Predictions predictions, int image, int @class) =>
        predictions.LogitOf(image, @class) - predictions.LogSumExp.Span[image];
}
