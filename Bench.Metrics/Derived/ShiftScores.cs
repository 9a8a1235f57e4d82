using Bench.Metrics.Accuracy;
using Bench.Metrics.Catalogue;
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
    /// and the drop from it.</summary>
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
            var drop = NewcombeInterval.Of(clean.RightCount, clean.UsedCount, shifted.RightCount, shifted.UsedCount);
            scores.Add(new(ShiftMetrics.AccuracyDrop, clean.Accuracy - shifted.Accuracy, drop.Low, drop.High, shifted.UsedCount, excluded));
        }
        return new(scores, []) { Clean = comparable };
    }

    /// <summary>Clean accuracy over the same classes.</summary>
    public static MetricScore CleanTop1(ImageOutcomes clean, IReadOnlyDictionary<string, int> excluded)
    {
        var interval = WilsonInterval.Of(clean.RightCount, clean.UsedCount);
        return new(ShiftMetrics.CleanTop1, clean.Accuracy, interval.Low, interval.High, clean.UsedCount, excluded);
    }

    /// <summary>Accuracy where the model may answer any class of its own.</summary>
    /// <param name="predictions">Predictions over all classes.</param>
    /// <param name="labels">The label set over all classes.</param>
    /// <param name="excluded">Images left out, by reason.</param>
    public static DerivedScores AmongAllClasses(Predictions predictions, GroundTruth labels, IReadOnlyDictionary<string, int> excluded)
    {
        var (scores, missing) = (new List<MetricScore>(), new List<MissingScore>());
        foreach (var (id, k) in ((string, int)[])[(ShiftMetrics.Top1AllClasses, 1), (ShiftMetrics.Top5AllClasses, 5)])
        {
            if (predictions.HeadSize < k)
            {
                missing.Add(new(id, $"needs the {k} best classes of each image; these predictions carry {predictions.HeadSize}"));
                continue;
            }
            var n = labels.UsedCount();
            var accuracy = TopKAccuracy.Compute(predictions, labels, k);
            if (n == 0)
                continue;
            var interval = WilsonInterval.Of((long)Math.Round(accuracy * n), n);
            scores.Add(new(id, accuracy, interval.Low, interval.High, n, excluded));
        }
        return new(scores, missing);
    }

    static PairedDifference AccuracyDrop(ImageOutcomes shifted, ImageOutcomes clean, IReadOnlyList<int> original)
    {
        var (correct, used) = (new BitSet(original.Count), new BitSet(original.Count));
        for (var i = 0; i < original.Count; i++)
            if (original[i] >= 0)
                (correct[i], used[i]) = (clean.Correct[original[i]], clean.Used[original[i]]);
        return PairedDifference.Of(PairedCounts.Of(new ImageOutcomes(correct, used), shifted));
    }
}
