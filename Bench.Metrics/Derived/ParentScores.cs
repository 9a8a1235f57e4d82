using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Derived;

/// <summary>A model compared with the one it was made from, image by image, with Wilson's intervals.</summary>
public static class ParentScores
{
    /// <param name="own">The model's predictions.</param>
    /// <param name="parent">Its parent's, over the same images and classes.</param>
    /// <param name="labels">The label set of both.</param>
    /// <param name="excluded">Images left out, by reason.</param>
    /// <param name="pictures">Pictures of the images, where several are of one.</param>
    /// <exception cref="ArgumentException">The two are over different images or classes.</exception>
    public static DerivedScores Of(
        Predictions own,
        Predictions parent,
        GroundTruth labels,
        IReadOnlyDictionary<string, int> excluded,
        Clusters? pictures = null
    )
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(parent);
        if (own.Count != parent.Count || own.Classes != parent.Classes)
            throw new ArgumentException(
                $"{own.Count} images of {own.Classes} classes against {parent.Count} of {parent.Classes}",
                nameof(parent)
            );
        BitSet used = new(own.Count),
            same = new(own.Count),
            flipped = new(own.Count),
            lost = new(own.Count),
            won = new(own.Count);
        for (var i = 0; i < own.Count; i++)
        {
            if (!labels.IsUsed(i))
                continue;
            var (mine, before) = (own.TopClass.Span[i * own.HeadSize], parent.TopClass.Span[i * parent.HeadSize]);
            var (right, wasRight) = (labels.Accepts(i, mine), labels.Accepts(i, before));
            (used[i], same[i], flipped[i]) = (true, mine == before, right != wasRight);
            (lost[i], won[i]) = (wasRight && !right, right && !wasRight);
        }
        if (used.PopCount() == 0)
            return DerivedScores.WithoutAny(ParentMetrics.Ids, "no image is used under this label set");
        return new(
            [
                Share(ParentMetrics.Agreement, same),
                Share(ParentMetrics.Flips, flipped),
                Share(ParentMetrics.NegativeFlips, lost),
                Share(ParentMetrics.PositiveFlips, won),
            ],
            []
        );

        MetricScore Share(string id, BitSet hits)
        {
            var share = new ImageOutcomes(hits, used) { Pictures = pictures };
            var interval = share.AccuracyInterval;
            return new(id, share.Accuracy, interval, share.UsedCount, excluded);
        }
    }
}
