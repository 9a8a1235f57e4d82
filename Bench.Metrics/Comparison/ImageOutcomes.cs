using Bench.Metrics.Clustered;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Comparison;

/// <summary>Outcomes of one model image by image, under one label set: the raw material of every paired
/// comparison.</summary>
public sealed record ImageOutcomes
{
    /// <param name="correct">Images whose best class is right; a subset of <paramref name="used"/>.</param>
    /// <param name="used">Images that the label set uses and the model answered.</param>
    /// <exception cref="ArgumentException">The sets differ in length, or an unused image counts as right.</exception>
    public ImageOutcomes(BitSet correct, BitSet used)
    {
        ArgumentNullException.ThrowIfNull(correct);
        ArgumentNullException.ThrowIfNull(used);
        if (correct.Count != used.Count)
            throw new ArgumentException($"{correct.Count} outcomes for {used.Count} images", nameof(correct));
        var right = correct.Words;
        var mask = used.Words;
        for (var i = 0; i < right.Length; i++)
            if ((right[i] & ~mask[i]) != 0)
                throw new ArgumentException($"an image near {i * 64} counts as right but is not used", nameof(correct));
        (Correct, Used, UsedCount, RightCount) = (correct, used, used.PopCount(), correct.PopCount());
    }

    /// <summary>From the words of the two sets, as they are stored: see <see cref="BitSet.FromBytes"/>.</summary>
    /// <param name="images">Images of the list.</param>
    /// <exception cref="ArgumentException">The words are not those of so many images, or an unused image counts as
    /// right.</exception>
    public static ImageOutcomes FromBytes(ReadOnlySpan<byte> correct, ReadOnlySpan<byte> used, int images) =>
        new(BitSet.FromBytes(correct, images), BitSet.FromBytes(used, images));

    /// <summary>Outcomes of predictions under a label set.</summary>
    /// <exception cref="ArgumentException">The two are over different images.</exception>
    public static ImageOutcomes Of(Predictions predictions, GroundTruth labels)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != predictions.Count)
            throw new ArgumentException($"labels of {labels.Count} images for predictions of {predictions.Count}", nameof(labels));
        var (correct, used) = (new BitSet(labels.Count), new BitSet(labels.Count));
        for (var image = 0; image < labels.Count; image++)
        {
            used[image] = labels.IsUsed(image);
            correct[image] = used[image] && labels.Accepts(image, predictions.TopClass.Span[image * predictions.HeadSize]);
        }
        return new(correct, used);
    }

    /// <summary>The same with every image but these left out.</summary>
    /// <param name="images">Places of images; −1 is nobody's.</param>
    public ImageOutcomes Among(IEnumerable<int> images)
    {
        var (correct, used) = (new BitSet(Used.Count), new BitSet(Used.Count));
        foreach (var image in images.Where(image => image >= 0))
            (correct[image], used[image]) = (Correct[image], Used[image]);
        return new(correct, used) { Pictures = Pictures };
    }

    /// <summary>Pictures of the images, where several are of one: what is uncertain then are the pictures. Null where
    /// each image is its own.</summary>
    public Clusters? Pictures { get; init; }

    public BitSet Correct { get; }

    public BitSet Used { get; }

    /// <summary>Images used, n.</summary>
    public int UsedCount { get; }

    /// <summary>Images right, out of <see cref="UsedCount"/>.</summary>
    public int RightCount { get; }

    /// <summary>Share of used images that are right, in [0, 1]; NaN when none is used.</summary>
    public double Accuracy => UsedCount == 0 ? double.NaN : (double)RightCount / UsedCount;

    /// <summary>Wilson's 95 % interval of it; where several images are of one picture as <see cref="ClusteredShare"/>
    /// has it.</summary>
    public Interval AccuracyInterval => Pictures is { } pictures ? ShareOf(pictures).Interval : WilsonInterval.Of(RightCount, UsedCount);

    ClusteredShare ShareOf(Clusters pictures)
    {
        var events = new float[Used.Count];
        for (var image = 0; image < events.Length; image++)
            events[image] =
                !Used[image] ? float.NaN
                : Correct[image] ? 1
                : 0;
        return ClusteredShare.Of(events, pictures);
    }

    /// <exception cref="ArgumentException">The two models were not scored over the same list of images.</exception>
    internal void RequireSameImages(ImageOutcomes other)
    {
        if (other.Correct.Count != Correct.Count)
            throw new ArgumentException($"outcomes over {Correct.Count} and {other.Correct.Count} images cannot be paired", nameof(other));
    }
}
