using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.MultiLabel;

/// <summary>Average precision of an image's ranking of all classes against its label set.</summary>
public static class LabelRankingPrecision
{
    /// <summary>(1 / |L|) Σ_{c∈L} (labels ranked at or above c) / (rank of c), in (0, 1].</summary>
    /// <param name="predictions">Predictions with every logit.</param>
    /// <param name="labels">Label set.</param>
    /// <param name="image">A used image.</param>
    /// <param name="scratch">[C] working memory.</param>
    /// <remarks>Ranks follow logits, ties by class index. With one label it is the reciprocal rank. Schapire and
    /// Singer, 2000. A label outside the head is ranked by half-precision logits, behind every class of the
    /// head.</remarks>
    /// <exception cref="InvalidOperationException">A label is outside the head and the tail was not kept.</exception>
    public static double Of(Predictions predictions, GroundTruth labels, int image, Span<float> scratch)
    {
        var set = labels.Of(image);
        Span<int> ranks = stackalloc int[Math.Min(set.Length, 64)];
        if (set.Length > 64)
            ranks = new int[set.Length];
        var filled = false;
        for (var c = 0; c < set.Length; c++)
        {
            ranks[c] = predictions.RankInHead(image, set[c]) + 1;
            if (ranks[c] > 0)
                continue;
            if (predictions.Logits.IsEmpty)
                throw new InvalidOperationException($"class {set[c]} of image {image} is outside the stored head");
            if (!filled)
                predictions.AllLogits(image, scratch);
            filled = true;
            ranks[c] = RankOf(scratch, set[c]);
        }
        ranks.Sort();
        var sum = 0.0;
        for (var r = 0; r < ranks.Length; r++)
            sum += (r + 1.0) / ranks[r];
        return sum / ranks.Length;
    }

    static int RankOf(ReadOnlySpan<float> logits, int @class)
    {
        var (logit, rank) = (logits[@class], 1);
        for (var c = 0; c < logits.Length; c++)
            if (logits[c] > logit || (logits[c] == logit && c < @class))
                rank++;
        return rank;
    }
}
