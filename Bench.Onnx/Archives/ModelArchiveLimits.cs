using System.ComponentModel.DataAnnotations;

namespace Bench.Onnx.Archives;

/// <summary>Limits of a model's unpacked archive.</summary>
public sealed record ModelArchiveLimits
{
    /// <summary>Entries, folders included: a model and its data files are a handful, a model with one file a tensor
    /// some thousands.</summary>
    [Range(1, 1 << 20)]
    public int MaxEntries { get; init; } = 10_000;

    /// <summary>All files together, unpacked.</summary>
    [Range(1, long.MaxValue)]
    public long MaxTotalBytes { get; init; } = 20L << 30;

    /// <summary>Unpacked bytes for one packed byte, over the whole archive. Weights hardly pack: 2 is much, a bomb has
    /// 1,000.</summary>
    [Range(1, 10_000)]
    public int MaxRatio { get; init; } = 100;

    /// <summary>Characters of an entry's path.</summary>
    [Range(1, 4096)]
    public int MaxPathLength { get; init; } = 256;
}
