using Bench.Metrics.Numerics;

namespace Bench.Metrics.Truth;

/// <summary>One label set of a dataset: for each image its acceptable classes, or the reason why the label set leaves
/// it out.</summary>
/// <remarks>Compressed rows: the classes of image i are <c>Classes[Offsets[i]..Offsets[i + 1]]</c>, ascending, without
/// repeats. An image that is left out may still have classes (they are never read). A used image has at least one
/// class.</remarks>
public sealed record GroundTruth
{
    /// <summary>[N + 1] row starts in <see cref="Classes"/>.</summary>
    public required ReadOnlyMemory<int> Offsets { get; init; }

    /// <summary>Acceptable classes of all images, row after row.</summary>
    public required ReadOnlyMemory<ushort> Classes { get; init; }

    /// <summary>[N] 0 for a used image, else 1 + index into <see cref="ExclusionReasons"/>; empty when every image is
    /// used.</summary>
    public ReadOnlyMemory<byte> Exclusions { get; init; }

    /// <summary>Why images are left out, in words that appear in the API (<c>no-label</c>, <c>problematic</c>,
    /// <c>no-majority</c>, …).</summary>
    public IReadOnlyList<string> ExclusionReasons { get; init; } = [];

    /// <summary>[N] the dataset's original class of each image, for means over original classes; empty when the dataset
    /// has none.</summary>
    public ReadOnlyMemory<ushort> OriginalClass { get; init; }

    /// <summary>[N] classes also accepted as correct by accuracy but not counted as label (the "unclear" sets of
    /// multi-label v3); empty when there are none.</summary>
    public ReadOnlyMemory<int> UnclearOffsets { get; init; }

    /// <summary>Rows of <see cref="UnclearOffsets"/>.</summary>
    public ReadOnlyMemory<ushort> UnclearClasses { get; init; }

    /// <summary>[N] weight of each image, at least 0, for weighted metrics; empty when the label set has
    /// none.</summary>
    public ReadOnlyMemory<float> Weights { get; init; }

    /// <summary>Number of images, N, the excluded ones included.</summary>
    public int Count => Offsets.Length - 1;

    /// <summary>Whether every used image has exactly one acceptable class.</summary>
    public required bool SingleLabel { get; init; }

    public bool IsUsed(int image) => Exclusions.IsEmpty || Exclusions.Span[image] == 0;

    public ReadOnlySpan<ushort> Of(int image) => Classes.Span[Offsets.Span[image]..Offsets.Span[image + 1]];

    public ReadOnlySpan<ushort> UnclearOf(int image) =>
        UnclearOffsets.IsEmpty ? [] : UnclearClasses.Span[UnclearOffsets.Span[image]..UnclearOffsets.Span[image + 1]];

    /// <summary>Whether a predicted class counts as right: a class of the image, or one that is unclear for
    /// it.</summary>
    public bool Accepts(int image, ushort predicted) => Of(image).Contains(predicted) || UnclearOf(image).Contains(predicted);

    /// <summary>The class that an image counts for in numbers by class: its single label, or its original class where
    /// the label set has several.</summary>
    public int FiledUnder(int image) => SingleLabel ? Of(image)[0] : OriginalClass.Span[image];

    /// <summary>Whether the original class of every used image is its only label.</summary>
    internal bool AreOriginal()
    {
        for (var i = 0; i < Count; i++)
            if (IsUsed(i) && !(Of(i) is [var label] && label == OriginalClass.Span[i]))
                return false;
        return true;
    }

    /// <summary>Number of images that the label set uses.</summary>
    public int UsedCount() => Exclusions.IsEmpty ? Count : Exclusions.Span.Count((byte)0);

    /// <summary>The same label set with more images left out; those that are left out already keep their
    /// reason.</summary>
    /// <exception cref="ArgumentException">The set is of another number of images.</exception>
    public GroundTruth Without(BitSet images, string reason)
    {
        if (images.Count != Count)
            throw new ArgumentException($"a set of {images.Count} images for a view of {Count}", nameof(images));
        var exclusions = new byte[Count];
        Exclusions.Span.CopyTo(exclusions);
        for (var i = 0; i < Count; i++)
            if (images[i] && exclusions[i] == 0)
                exclusions[i] = checked((byte)(ExclusionReasons.Count + 1));
        return this with { Exclusions = exclusions, ExclusionReasons = [.. ExclusionReasons, reason] };
    }
}
