using System.ComponentModel.DataAnnotations;

namespace Bench.Imaging.Crops;

/// <summary>Where crops are kept between evaluations, and how many.</summary>
public sealed record CropCacheOptions
{
    /// <summary>Folder of the crop files, on a local disk; shared by all worker processes of a machine. Empty means
    /// <c>crops</c> in the data directory.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Most bytes of all kept crop files together, each counted at its full size. 50,000 crops of 224 are 7.5
    /// GB. 0 keeps nothing.</summary>
    [Range(0, long.MaxValue)]
    public long MaximumBytes { get; init; } = 64L << 30;
}
