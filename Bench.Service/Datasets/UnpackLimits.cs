namespace Bench.Service.Datasets;

/// <summary>Limits of an archive's unpacked content.</summary>
public sealed record UnpackLimits
{
    /// <summary>Largest single image, in bytes.</summary>
    public long ImageBytes { get; init; } = 256L << 20;

    /// <summary>All images together, in bytes.</summary>
    public long TotalBytes { get; init; } = 1L << 40;

    public int Images { get; init; } = 16 << 20;
}
