using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Derived;

/// <summary>In- and out-of-distribution images that are told apart by a model's scores.</summary>
sealed class OpenSetImages
{
    readonly Predictions _inside;
    readonly Predictions _outside;

    OpenSetImages(Predictions inside, int[] known, Predictions outside, int[] unknown) =>
        (_inside, Known, _outside, Unknown) = (inside, known, outside, unknown);

    /// <summary>In-distribution images, those that have a label.</summary>
    public int[] Known { get; }

    /// <summary>Out-of-distribution images, those that could be decoded.</summary>
    public int[] Unknown { get; }

    public static OpenSetImages Of(Predictions inside, GroundTruth labels, Predictions outside, IReadOnlyCollection<int> undecodable) =>
        new(
            inside,
            [.. Enumerable.Range(0, inside.Count).Where(labels.IsUsed)],
            outside,
            [.. Enumerable.Range(0, outside.Count).Except(undecodable)]
        );

    /// <summary>Measures for every score of strangeness; for one without values the reason.</summary>
    /// <param name="whyNone">Why none can be measured by any score; null where they can.</param>
    /// <param name="idsOf">Ids of what is measured by a score.</param>
    /// <param name="of">Measures by the scores of known and unknown images.</param>
    public DerivedScores OfEachScore(
        string? whyNone,
        Func<OodScore, IReadOnlyList<string>> idsOf,
        Func<OodScore, float[], float[], DerivedScores> of
    )
    {
        var content = (PredictionContent)Math.Min((int)_inside.Content, (int)_outside.Content);
        var result = DerivedScores.None;
        foreach (var score in Enum.GetValues<OodScore>())
        {
            var reason = OodScores.WhyMissing(content, score) ?? (Known.Length == 0 ? "no in-distribution image is used" : whyNone);
            result += reason is not null
                ? DerivedScores.WithoutAny(idsOf(score), reason)
                : of(score, Pick(_inside, score, Known), Pick(_outside, score, Unknown));
        }
        return result;
    }

    /// <summary>Pictures of in-distribution images, each its own, and of the out-of-distribution images after them; null where
    /// each of these is its own, too.</summary>
    public Clusters? PicturesOf(Clusters? pictures)
    {
        if (pictures is null)
            return null;
        int[] shown = [.. Unknown.Select(image => pictures.Pictures[image]).Distinct()];
        var places = shown.Index().ToDictionary(each => each.Item, each => Known.Length + each.Index);
        return new(
            [.. Enumerable.Range(0, Known.Length), .. Unknown.Select(image => places[pictures.Pictures[image]])],
            Known.Length + shown.Length
        );
    }

    internal static float[] Pick(Predictions predictions, OodScore score, int[] images)
    {
        var all = new float[predictions.Count];
        OodScores.Compute(predictions, score, all);
        return [.. images.Select(i => all[i])];
    }
}
