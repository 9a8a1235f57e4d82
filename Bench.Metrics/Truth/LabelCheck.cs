namespace Bench.Metrics.Truth;

/// <summary>Refuses label sets that no metric may read.</summary>
public static class LabelCheck
{
    /// <exception cref="ArgumentException">What is wrong, with the index of the first image it is wrong
    /// for.</exception>
    public static void Throw(GroundTruth labels, int images, int classes)
    {
        if (labels.Count != images)
            throw new ArgumentException($"the labels are of {labels.Count} images, the predictions of {images}");
        Optional("Exclusions", labels.Exclusions.Length, images);
        Optional("OriginalClass", labels.OriginalClass.Length, images);
        Optional("Weights", labels.Weights.Length, images);
        Optional("UnclearOffsets", labels.UnclearOffsets.Length, images + 1);
        Rows("Offsets", labels.Offsets.Span, labels.Classes.Span, classes);
        if (!labels.UnclearOffsets.IsEmpty)
            Rows("UnclearOffsets", labels.UnclearOffsets.Span, labels.UnclearClasses.Span, classes);
        for (var i = 0; i < images; i++)
        {
            if (!labels.OriginalClass.IsEmpty && labels.OriginalClass.Span[i] >= classes)
                throw new ArgumentException($"image {i} has original class {labels.OriginalClass.Span[i]} of {classes}");
            if (!labels.Exclusions.IsEmpty && labels.Exclusions.Span[i] > labels.ExclusionReasons.Count)
                throw new ArgumentException(
                    $"image {i} is excluded for reason {labels.Exclusions.Span[i]} of {labels.ExclusionReasons.Count}"
                );
            if (!labels.Weights.IsEmpty && !(labels.Weights.Span[i] >= 0 && float.IsFinite(labels.Weights.Span[i])))
                throw new ArgumentException($"image {i} has the weight {labels.Weights.Span[i]}");
            if (!labels.IsUsed(i))
                continue;
            var count = labels.Of(i).Length;
            if (count == 0)
                throw new ArgumentException($"image {i} is used but has no class");
            if (labels.SingleLabel && count > 1)
                throw new ArgumentException($"image {i} has {count} classes in a single-label set");
        }
    }

    static void Optional(string part, int length, int expected)
    {
        if (length != 0 && length != expected)
            throw new ArgumentException($"{part} has {length} values instead of {expected}");
    }

    static void Rows(string part, ReadOnlySpan<int> offsets, ReadOnlySpan<ushort> values, int classes)
    {
        if (offsets[0] != 0 || offsets[^1] != values.Length)
            throw new ArgumentException($"{part} does not span its {values.Length} classes");
        for (var i = 0; i + 1 < offsets.Length; i++)
        {
            if (offsets[i + 1] < offsets[i])
                throw new ArgumentException($"{part} falls at image {i}");
            var row = values[offsets[i]..offsets[i + 1]];
            for (var j = 0; j < row.Length; j++)
                if (row[j] >= classes || (j > 0 && row[j] <= row[j - 1]))
                    throw new ArgumentException($"image {i} has class {row[j]} out of order or outside the {classes} classes");
        }
    }
}
