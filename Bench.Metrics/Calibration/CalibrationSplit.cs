using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Calibration;

/// <summary>The published part of a dataset on which a temperature or a conformal threshold may be fitted; everything
/// else is for measuring.</summary>
public static class CalibrationSplit
{
    /// <summary>Share of images in the split.</summary>
    public const double Share = 0.2;

    /// <summary>Written in front of every id, so that the split is independent of any other use of the same
    /// hash.</summary>
    public const string Salt = "bench-calibration-split-1:";

    /// <summary>Whether an image belongs to the split. A function of its id alone: no dataset, order or model changes
    /// it.</summary>
    /// <remarks>The first 8 bytes of SHA-256(salt + id in UTF-8), read as a big-endian number, lie in the lowest
    /// fifth.</remarks>
    public static bool Contains(string imageId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(Salt + imageId), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) < (ulong)(Share * ulong.MaxValue);
    }

    /// <summary>The split of a dataset.</summary>
    /// <param name="imageIds">Ids in the dataset's image order.</param>
    /// <param name="count">How many there are, N.</param>
    public static BitSet Of(IEnumerable<string> imageIds, int count)
    {
        var split = new BitSet(count);
        foreach (var (i, id) in imageIds.Index())
            if (Contains(id))
                split[i] = true;
        return split;
    }
}
