using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bench.Service.Audits;

/// <summary>Which rows a spot check looks at.</summary>
/// <param name="Seed">32 random bytes, hexadecimal, drawn after the rows were committed to.</param>
/// <param name="Images">How many.</param>
/// <param name="RowsRoot">Root over all rows, which was in the log before the seed was drawn.</param>
public sealed record SpotCheckSpec(string Seed, int Images, string RowsRoot)
{
    public static string NewSeed() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The images, ascending: those with the smallest SHA-256(seed ‖ index), the index as four bytes,
    /// big-endian.</summary>
    /// <param name="count">Images of the dataset.</param>
    public IReadOnlyList<int> Choose(int count)
    {
        var text = new byte[36];
        Convert.FromHexString(Seed).CopyTo(text, 0);
        var order = new (string Hash, int Image)[count];
        for (var image = 0; image < count; image++)
        {
            BinaryPrimitives.WriteInt32BigEndian(text.AsSpan(32), image);
            order[image] = (Convert.ToHexString(SHA256.HashData(text)), image);
        }
        return [.. order.OrderBy(each => each.Hash, StringComparer.Ordinal).Take(Images).Select(each => each.Image).Order()];
    }
}
