using System.Security.Cryptography;
using Bench.Workers.Datasets;

namespace Bench.Workers.Labels;

/// <summary>A label file as it was given.</summary>
/// <param name="Name">Name for messages.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="Source">Format, hash and origin.</param>
sealed record LabelFile(string Name, byte[] Bytes, LabelSource Source)
{
    public static async Task<LabelFile> ReadAsync(string path, string name, string format, string? source, CancellationToken cancellationToken)
    {
        var bytes = await InputFile.ReadAsync(path, InputFile.DefaultLimit, Invalid, cancellationToken).ConfigureAwait(false);
        return new LabelFile(name, bytes, new LabelSource(format, Convert.ToHexStringLower(SHA256.HashData(bytes)), source));
    }

    /// <summary>Forward reading as JSON.</summary>
    public JsonInput Json() => new(Name, Bytes, Invalid);

    public static LabelSetException Invalid(string message) => new(LabelSetCodes.Invalid, message);

    /// <summary>A view of the dataset made from this file.</summary>
    /// <exception cref="LabelSetException">Not one image is used.</exception>
    public ImportedLabelSet ToSet(LabelTarget target, string key, LabelsBuilder labels, string? kind = null)
    {
        if (labels.Used == 0) throw new LabelSetException(LabelSetCodes.OtherDataset, $"{Name} has labels for none of the {target.Manifest.Count:N0} images of the dataset. Is it for another dataset?");
        return ToEmptySet(target, key, labels, kind);
    }

    /// <summary>The same, where a view that uses no image is meant.</summary>
    public ImportedLabelSet ToEmptySet(LabelTarget target, string key, LabelsBuilder labels, string? kind = null)
    {
        var built = labels.Build();
        return new ImportedLabelSet
        {
            Key = key,
            Kind = kind ?? (built.SingleLabel ? LabelSetKind.OneLabel : LabelSetKind.Several),
            Source = Source,
            ManifestHash = target.ManifestHash,
            ClassCount = target.Classes.Count,
            Labels = built,
        };
    }
}
