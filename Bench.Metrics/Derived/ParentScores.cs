using Bench.Metrics.Catalogue;
using Bench.Metrics.Predicted;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Derived;

/// <summary>A model compared with the one it was made from, image by image, with Wilson's intervals.</summary>
public static class ParentScores
{
    /// <param name="own">The model's predictions.</param>
    /// <param name="parent">Its parent's, over the same images and classes.</param>
    /// <param name="labels">The label set of both.</param>
    /// <param name="excluded">Images left out, by reason.</param>
    /// <exception cref="ArgumentException">The two are over different images or classes.</exception>
    public static DerivedScores Of(Predictions own, Predictions parent, GroundTruth labels, IReadOnlyDictionary<string, int> excluded)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(parent);
        if (own.Count != parent.Count || own.Classes != parent.Classes)
            throw new ArgumentException(
                $"{own.Count} images of {own.Classes} classes against {parent.Count} of {parent.Classes}",
                nameof(parent)
            );
        int n = 0,
            same = 0,
            lost = 0,
            won = 0;
        for (var i = 0; i < own.Count; i++)
        {
            if (!labels.IsUsed(i))
                continue;
            n++;
            var (mine, before) = (own.TopClass.Span[i * own.HeadSize], parent.TopClass.Span[i * parent.HeadSize]);
            if (mine == before)
                same++;
            var (right, wasRight) = (labels.Accepts(i, mine), labels.Accepts(i, before));
            if (wasRight && !right)
                lost++;
            if (right && !wasRight)
                won++;
        }
        if (n == 0)
            return DerivedScores.WithoutAny(ParentMetrics.Ids, "no image is used under this label set");
        return new(
            [
                Share(ParentMetrics.Agreement, same),
                Share(ParentMetrics.Flips, lost + won),
                Share(ParentMetrics.NegativeFlips, lost),
                Share(ParentMetrics.PositiveFlips, won),
            ],
            []
        );

        MetricScore Share(string id, int hits)
        {
            var interval = WilsonInterval.Of(hits, n);
            return new(id, (double)hits / n, interval.Low, interval.High, n, excluded);
        }
    }
}
