using Bench.Metrics.Accuracy;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Derived;

/// <summary>Scores of a dataset compared with its clean one.</summary>
public static class ShiftScores
{
    /// <summary>Clean accuracy over the same classes, and over the same images where these are copies of clean ones,
    /// and the drop from it. Several edits of one original, or several images of one picture, say as much of the drop as
    /// their originals or pictures do.</summary>
    /// <param name="shifted">Outcomes here.</param>
    /// <param name="clean">Outcomes on the clean dataset; unused where an image has none of the classes.</param>
    /// <param name="original">[N] clean image of each image here, −1 for one that has none; empty when images are not
    /// edited copies of clean ones.</param>
    /// <param name="excluded">Images left out here, by reason.</param>
    public static DerivedScores Against(
        ImageOutcomes shifted,
        ImageOutcomes clean,
        IReadOnlyList<int> original,
        IReadOnlyDictionary<string, int> excluded
    )
    {
        var comparable = original.Count == 0 ? clean : clean.Among(original.Where((_, image) => shifted.Used[image]));
        List<MetricScore> scores = [CleanTop1(comparable, excluded)];
        if (original.Count > 0)
        {
            var drop = AccuracyDrop(shifted, clean, original);
            scores.Add(new(ShiftMetrics.AccuracyDrop, drop.Value, drop.Low, drop.High, drop.N, excluded));
        }
        else
        {
            var drop = NewcombeInterval.Of(clean.Accuracy, clean.AccuracyInterval, shifted.Accuracy, shifted.AccuracyInterval);
            scores.Add(new(ShiftMetrics.AccuracyDrop, clean.Accuracy - shifted.Accuracy, drop, shifted.UsedCount, excluded));
        }
        return new(scores, []) { Clean = comparable };
    }

    /// <summary>Clean accuracy over the same classes.</summary>
    public static MetricScore CleanTop1(ImageOutcomes clean, IReadOnlyDictionary<string, int> excluded) =>
        new(ShiftMetrics.CleanTop1, clean.Accuracy, clean.AccuracyInterval, clean.UsedCount, excluded);

    /// <summary>Accuracy where the model may answer any class of its own.</summary>
    /// <param name="predictions">Predictions over all classes.</param>
    /// <param name="labels">The label set over all classes.</param>
    /// <param name="excluded">Images left out, by reason.</param>
    /// <param name="pictures">Pictures of the images, where several are of one.</param>
    public static DerivedScores AmongAllClasses(
        Predictions predictions,
        GroundTruth labels,
        IReadOnlyDictionary<string, int> excluded,
        Clusters? pictures = null
    )
    {
        var (scores, missing) = (new List<MetricScore>(), new List<MissingScore>());
        foreach (var (id, k) in ((string, int)[])[(ShiftMetrics.Top1AllClasses, 1), (ShiftMetrics.Top5AllClasses, 5)])
        {
            if (predictions.HeadSize < k)
            {
                missing.Add(new(id, $"needs the {k} best classes of each image; these predictions carry {predictions.HeadSize}"));
                continue;
            }
            var hits = TopKAccuracy.Hits(predictions, labels, k) with { Pictures = pictures };
            if (hits.UsedCount == 0)
                continue;
            var interval = hits.AccuracyInterval;
            scores.Add(new(id, hits.Accuracy, interval, hits.UsedCount, excluded));
        }
        return new(scores, missing);
    }

    static PairedDifference AccuracyDrop(ImageOutcomes shifted, ImageOutcomes clean, IReadOnlyList<int> original)
    {
        var (correct, used) = (new BitSet(original.Count), new BitSet(original.Count));
        for (var i = 0; i < original.Count; i++)
            if (original[i] >= 0)
                (correct[i], used[i]) = (clean.Correct[original[i]], clean.Used[original[i]]);
        return PairedDifference.Of(PairedCounts.Of(new ImageOutcomes(correct, used) { Pictures = Edits(shifted, original) }, shifted));
    }

    /// <summary>The edits of each original; null where none has several.</summary>
    static Clusters? Edits(ImageOutcomes shifted, IReadOnlyList<int> original)
    {
        int[] edited = [.. Enumerable.Range(0, original.Count).Where(image => original[image] >= 0 && shifted.Used[image])];
        if (edited.DistinctBy(image => original[image]).Count() == edited.Length)
            return null;
        var most = original.Max();
        // Those without an original are in no pair: one place for all.
        return new([.. original.Select(clean => clean >= 0 ? clean : most + 1)], most + 2);
    }
}
