using Bench.Metrics.Clustered;
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
/// <param name="PrecisionInterval">95 % interval, see <see cref="ImageShare"/>; none when the class is never
/// predicted.</param>
/// <param name="RecallInterval">The same; none for a class without an image.</param>
/// <param name="F1Interval">95 % interval. With J the share of the right among the images that are of the class or
/// predicted as it, F1 = 2J / (1 + J): the ends of J's, so turned. None under several labels an image, where
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
    /// <param name="predictions">The predictions.</param>
    /// <param name="labels">Labels of the same images.</param>
    /// <param name="pictures">Pictures of the images, where several are of one.</param>
    /// <returns>One score a class, in class order.</returns>
    /// <exception cref="ArgumentException">The label set has several labels an image and no original class.</exception>
    public static IReadOnlyList<ClassScore> Compute(Predictions predictions, GroundTruth labels, Clusters? pictures = null)
    {
        if (!labels.SingleLabel && labels.OriginalClass.IsEmpty)
            throw new ArgumentException("a class report needs one class to file each image under", nameof(labels));
        int[] used = [.. Enumerable.Range(0, labels.Count).Where(labels.IsUsed)];
        var (filed, predicted) = (used.ToLookup(labels.FiledUnder), used.ToLookup(Best));
        return [.. Enumerable.Range(0, predictions.Classes).Select(Score)];

        int Best(int image) => predictions.TopClass.Span[image * predictions.HeadSize];

        bool IsRight(int image) => labels.Accepts(image, (ushort)Best(image));

        ClassScore Score(int c)
        {
            int[] own = [.. filed[c]],
                called = [.. predicted[c]];
            var (precision, recall) = (Precision(called.Count(IsRight), called.Length), (double)own.Count(IsRight) / own.Length);
            return new(
                c,
                own.Length,
                called.Length,
                precision,
                recall,
                F1(precision, recall),
                IntervalOf(called),
                IntervalOf(own),
                labels.SingleLabel ? OfF1(IntervalOf([.. own.Union(called)])) : Interval.Without(NoInterval.SeveralLabels)
            );
        }

        Interval IntervalOf(int[] images) => ImageShare.IntervalOf(images, IsRight, pictures?.Pictures);
    }

    static Interval OfF1(Interval share) => new(2 * share.Low / (1 + share.Low), 2 * share.High / (1 + share.High));

    internal static double Precision(double right, double predicted) => predicted == 0 ? 0 : right / predicted;

    internal static double F1(double precision, double recall) =>
        precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
}
