using Bench.Data.Outcomes;
using Bench.Metrics.Truth;

namespace Bench.Service.Labels;

/// <summary>Collects the labels of one image after the other, in manifest order.</summary>
sealed class LabelsBuilder(LabelTarget target)
{
    readonly List<int> _offsets = [0];
    readonly List<ushort> _classes = [];
    readonly List<int> _unclearOffsets = [0];
    readonly List<ushort> _unclear = [];
    readonly List<string> _reasons = [];
    readonly byte[] _exclusions = new byte[target.Manifest.Count];
    int _image;
    int _used;
    bool _single = true;
    bool _original = true;

    /// <summary>The next image is used with these classes (any order, repeats allowed, at least one).</summary>
    public void Use(ReadOnlySpan<ushort> classes, ReadOnlySpan<ushort> unclear = default)
    {
        Add(_classes, _offsets, classes);
        Add(_unclear, _unclearOffsets, unclear);
        var count = _offsets[^1] - _offsets[^2];
        if (count == 0)
            throw new ArgumentException("a used image has at least one class", nameof(classes));
        _single &= count == 1;
        _original &= !target.Manifest.Images[_image].Classes.IsEmpty;
        _used++;
        _image++;
    }

    /// <summary>The next image is left out.</summary>
    public void Exclude(string reason)
    {
        var index = _reasons.IndexOf(reason);
        if (index < 0)
        {
            index = _reasons.Count;
            _reasons.Add(reason);
        }
        _exclusions[_image++] = (byte)(index + 1);
        Add(_classes, _offsets, []);
        Add(_unclear, _unclearOffsets, []);
    }

    /// <summary>A label set of the dataset made from these labels.</summary>
    /// <param name="key">Key of the set.</param>
    /// <param name="name">What the labels were read from, for messages.</param>
    /// <param name="source">Format, hash and origin.</param>
    /// <param name="kind">Of the set, where it is not told by the number of labels.</param>
    /// <exception cref="LabelSetException">Not one image is used.</exception>
    public ImportedLabelSet ToSet(string key, string name, LabelSource source, string? kind = null) =>
        _used > 0
            ? ToEmptySet(key, source, kind)
            : throw new LabelSetException(
                LabelSetCodes.OtherDataset,
                $"{name} has labels for none of the {Counted.Of(target.Manifest.Count, "image")} of the dataset. Is it for another dataset?"
            );

    /// <summary>The same, of labels read from a file.</summary>
    /// <exception cref="LabelSetException">Not one image is used.</exception>
    public ImportedLabelSet ToSet(string key, LabelFile file, string? kind = null) => ToSet(key, file.Name, file.Source, kind);

    /// <summary>The same, where a label set that uses no image is meant.</summary>
    public ImportedLabelSet ToEmptySet(string key, LabelSource source, string? kind = null) =>
        new()
        {
            Key = key,
            Kind = kind ?? (_single ? LabelSetKind.OneLabel : LabelSetKind.Several),
            Source = source,
            ManifestHash = target.ManifestHash,
            ClassCount = target.Classes.Count,
            Labels = Build(),
        };

    GroundTruth Build()
    {
        if (_image != target.Manifest.Count)
            throw new InvalidOperationException($"{_image} of {target.Manifest.Count} images were labelled");
        return new GroundTruth
        {
            Offsets = _offsets.ToArray(),
            Classes = _classes.ToArray(),
            Exclusions = _reasons.Count > 0 ? _exclusions : default(ReadOnlyMemory<byte>),
            ExclusionReasons = _reasons,
            // An image without an original class is left out here; the value in its place is never read.
            OriginalClass = _original
                ? target.Manifest.Images.Select((i, at) => IsHeldOut(at) ? (ushort)0 : (ushort)(i.OriginalClass ?? 0)).ToArray()
                : default(ReadOnlyMemory<ushort>),
            UnclearOffsets = _unclear.Count > 0 ? _unclearOffsets.ToArray() : default(ReadOnlyMemory<int>),
            UnclearClasses = _unclear.ToArray(),
            SingleLabel = _single,
        };
    }

    /// <summary>Whether nothing of an image's label may be in the set.</summary>
    bool IsHeldOut(int image) => _exclusions[image] is > 0 and var reason && _reasons[reason - 1] == ExclusionReasons.HeldOut;

    static void Add(List<ushort> all, List<int> offsets, ReadOnlySpan<ushort> classes)
    {
        Span<ushort> sorted = classes.Length <= 64 ? stackalloc ushort[classes.Length] : new ushort[classes.Length];
        classes.CopyTo(sorted);
        sorted.Sort();
        for (var i = 0; i < sorted.Length; i++)
            if (i == 0 || sorted[i] != sorted[i - 1])
                all.Add(sorted[i]);
        offsets.Add(all.Count);
    }
}
