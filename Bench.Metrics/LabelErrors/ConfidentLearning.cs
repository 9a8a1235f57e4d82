using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.LabelErrors;

/// <summary>Confident learning: which labels does a model confidently dispute?</summary>
/// <remarks>
/// Northcutt, Jiang and Chuang, "Confident learning: estimating uncertainty in dataset labels", 2021. Threshold t_j =
/// mean p_j over the images labelled j. An image is confidently of class j when p_j ≥ t_j; of several such classes the
/// most probable one counts (lowest index on equal probability). Images labelled i that are confidently j ≠ i are the
/// candidates: the entries of the confident joint off its diagonal. The model should not have been trained on the
/// images. p comes from the stored logits: exact for the head, half precision for a given label beyond it. A confident
/// class is sought in the head alone: what lies beyond the K best has p &lt; 1 / K, and half precision decides
/// nothing.
/// </remarks>
public static class ConfidentLearning
{
    /// <summary>Why it cannot be done with these predictions, in words for a person; null when it can.</summary>
    public static string? WhyMissing(PredictionContent content) =>
        content == PredictionContent.Full ? null : "the probability of every image's label is needed, so all logits must be stored";

    /// <param name="predictions">Predictions with all logits, [N, C].</param>
    /// <param name="labels">One label an image; excluded images are left out.</param>
    /// <exception cref="ArgumentException">Logits are missing, labels are sets, or the two are over different
    /// images.</exception>
    public static ConfidentLearningResult Find(Predictions predictions, GroundTruth labels)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (WhyMissing(predictions.Content) is { } reason)
            throw new ArgumentException(reason, nameof(predictions));
        return Search(predictions, labels);
    }

    /// <summary>The same over the head alone, for predictions that stop there: a label beyond the head counts as
    /// probability 0.</summary>
    /// <param name="predictions">Predictions with the probability of the best class at least.</param>
    /// <param name="labels">One label an image; excluded images are left out.</param>
    /// <remarks>Thresholds and self-confidences are lower bounds, so at least as many labels are disputed. With a head
    /// of ten little is lost; with the best class alone an image is disputed when the model is surer of another class
    /// than it is, on average, of that class where it belongs, misses counted as 0.</remarks>
    /// <exception cref="ArgumentException">There are no probabilities, labels are sets, or the two are over different
    /// images.</exception>
    public static ConfidentLearningResult FindInHead(Predictions predictions, GroundTruth labels)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Content < PredictionContent.TopConfidence)
            throw new ArgumentException("the probability of each image's best class is needed", nameof(predictions));
        return Search(predictions with { Logits = default }, labels);
    }

    static ConfidentLearningResult Search(Predictions predictions, GroundTruth labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (!labels.SingleLabel)
            throw new ArgumentException("confident learning asks about one label an image, not about sets", nameof(labels));
        if (labels.Count != predictions.Count)
            throw new ArgumentException($"labels of {labels.Count} images for predictions of {predictions.Count}", nameof(labels));

        var thresholds = Thresholds(predictions, labels, out var images);
        var candidates = new List<LabelCandidate>();
        for (var image = 0; image < predictions.Count; image++)
        {
            if (!labels.IsUsed(image))
                continue;
            int given = labels.Of(image)[0],
                confident = ConfidentClass(predictions, image, thresholds);
            if (confident < 0 || confident == given)
                continue;

            var self = Probability(predictions, image, given);
            var head = predictions.TopClass.Span.Slice(image * predictions.HeadSize, predictions.HeadSize);
            var rival = Probability(predictions, image, head[0] == given ? head[1] : head[0]);
            candidates.Add(new(image, given, confident, self, self - rival));
        }
        candidates.Sort(LabelCandidate.ByNormalisedMargin);
        return new() { Candidates = candidates, Images = images };
    }

    static double[] Thresholds(Predictions predictions, GroundTruth labels, out int images)
    {
        var sums = new double[predictions.Classes];
        var counts = new int[predictions.Classes];
        for (var image = 0; image < predictions.Count; image++)
        {
            if (!labels.IsUsed(image))
                continue;
            int given = labels.Of(image)[0];
            sums[given] += Probability(predictions, image, given);
            counts[given]++;
        }
        images = counts.Sum();
        for (var c = 0; c < sums.Length; c++)
            sums[c] /= counts[c];
        return sums;
    }

    // The head is sorted, best first, so the first class that reaches its threshold is the most probable one; NaN is
    // never reached.
    static int ConfidentClass(Predictions predictions, int image, double[] thresholds)
    {
        var head = predictions.TopClass.Span.Slice(image * predictions.HeadSize, predictions.HeadSize);
        var logits = predictions.TopLogit.Span.Slice(image * predictions.HeadSize, predictions.HeadSize);
        var sum = predictions.LogSumExp.Span[image];
        for (var place = 0; place < head.Length; place++)
            if (Math.Exp((double)logits[place] - sum) >= thresholds[head[place]])
                return head[place];
        return -1;
    }

    static double Probability(Predictions predictions, int image, int category)
    {
        var place = predictions.TopClass.Span.Slice(image * predictions.HeadSize, predictions.HeadSize).IndexOf((ushort)category);
        if (place < 0 && predictions.Logits.IsEmpty)
            return 0;
        var logit =
            place >= 0
                ? predictions.TopLogit.Span[image * predictions.HeadSize + place]
                : (float)predictions.Logits.Span[image * predictions.Classes + category];
        return Math.Exp((double)logit - predictions.LogSumExp.Span[image]);
    }
}
