using System.ComponentModel.DataAnnotations;
using Bench.Imaging.Decode;

namespace Bench.Imaging.Crops;

/// <summary>How crops are made.</summary>
public sealed record CropFillerOptions
{
    /// <summary>Number of decoding threads; 0 means one for each core.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Whether a picture that cannot be decoded is left out and counted, instead of failing the
    /// evaluation.</summary>
    public bool ExcludeUndecodable { get; init; }

    public DecodeLimits Limits { get; init; } = DecodeLimits.Default;
}
