using Bench.Metrics.Predicted;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Accuracy;

/// <summary>How one class fares.</summary>
/// <param name="Class">Class index.</param>
/// <param name="Count">Used images filed under the class.</param>
/// <param name="Predicted">Used images whose best class it is.</param>
/// <param name="Precision">Share of <paramref name="Predicted"/> that is right; 0 when the class is never
/// predicted.</param>
/// <param name="Recall">Share of <paramref name="Count"/> that is right; NaN for a class without an image.</param>
/// <param name="F1">Harmonic mean of the two; 0 when both are 0, NaN for a class without an image.</param>
/// <param name="PrecisionInterval">Wilson's 95 % interval; none when the class is never predicted.</param>
/// <param name="RecallInterval">Wilson's 95 % interval; none for a class without an image.</param>
/// <param name="F1Interval">95 % interval. With J the share of the right among the images that are of the class or
/// predicted as it, F1 = 2J / (1 + J): Wilson's ends of J, so turned. None under several labels an image, where
/// precision and recall count different images as right.</param>
public sealed record ClassScore(
    int Class,
    int Count,
    int Predicted,
    double Precision,
    double Recall,
    double F1,
    Interval PrecisionInterval,
    Interval RecallInterval,
    Interval F1Interval
) { }

/// <summary>Precision, recall and F1 class by class.</summary>
/// <remarks>An image is filed under its single label, or under its original class where the label set has several
/// labels; it is right when its best class is acceptable. For single labels these are the usual one-vs-rest
/// numbers.</remarks>
public static class ClassReport
{
    /// <returns>One score a class, in class order.</returns>
    /// <exception cref="ArgumentException">The label set has several labels an image and no original class.</exception>
    public static IReadOnlyList<ClassScore> Compute(Predictions predictions, GroundTruth labels)
    {
        if (!labels.SingleLabel && labels.OriginalClass.IsEmpty)
            throw new ArgumentException("a class report needs one class to file each image under", nameof(labels));
        var (counts, predicted) = (new int[predictions.Classes], new int[predictions.Classes]);
        var (recalled, precise) = (new int[predictions.Classes], new int[predictions.Classes]);
        for (var i = 0; i < labels.Count; i++)
        {
            if (!labels.IsUsed(i))
                continue;
            var (filed, best) = (labels.FiledUnder(i), predictions.TopClass.Span[i * predictions.HeadSize]);
            counts[filed]++;
            predicted[best]++;
            if (!labels.Accepts(i, best))
                continue;
            recalled[filed]++;
            precise[best]++;
        }
        return
        [
            .. Enumerable
                .Range(0, predictions.Classes)
                .Select(c =>
                {
                    var (precision, recall) = (Precision(precise[c], predicted[c]), (double)recalled[c] / counts[c]);
                    return new ClassScore(
                        c,
                        counts[c],
                        predicted[c],
                        precision,
                        recall,
                        F1(precision, recall),
                        WilsonInterval.Of(precise[c], predicted[c]),
                        WilsonInterval.Of(recalled[c], counts[c]),
                        labels.SingleLabel ? F1Interval(recalled[c], counts[c] + predicted[c] - recalled[c]) : Interval.None
                    );
                }),
        ];
    }

    static Interval F1Interval(int right, int concerned)
    {
        var share = WilsonInterval.Of(right, concerned);
        return new(2 * share.Low / (1 + share.Low), 2 * share.High / (1 + share.High));
    }

    internal static double Precision(double right, double predicted) => predicted == 0 ? 0 : right / predicted;

    internal static double F1(double precision, double recall) =>
        precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
}
