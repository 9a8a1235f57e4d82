using System.Buffers.Binary;
using System.Security.Cryptography;
using Bench.Data.Log;

namespace Bench.Service.Audits;

/// <summary>Which rows a spot check looks at.</summary>
/// <param name="Seed">32 bytes, hexadecimal, that nobody but the service could know when the rows were committed to.</param>
/// <param name="Images">How many.</param>
/// <param name="RowsRoot">Root over all rows, which was in the log before the seed was.</param>
/// <param name="ModelSha256">The model's bytes.</param>
/// <param name="Signature">The log key's signature, hexadecimal, of which the seed is the SHA-256; null for checks of versions that drew
/// random bytes.</param>
/// <param name="EarlierChecks">Checks of other or deleted submissions that the same owner asked for before.</param>
public sealed record SpotCheckSpec(
    string Seed,
    int Images,
    string RowsRoot,
    string? ModelSha256 = null,
    string? Signature = null,
    int EarlierChecks = 0
)
{
    /// <summary>What follows from rows and model alone: the same rows and the same model draw the same images whenever and however
    /// often they are submitted.</summary>
    public static SpotCheckSpec Of(LogSigner signer, int images, string rowsRoot, string? modelSha256, int earlierChecks)
    {
        var signature = signer.Sign(Text(rowsRoot, modelSha256));
        return new(
            Convert.ToHexStringLower(SHA256.HashData(signature)),
            images,
            rowsRoot,
            modelSha256,
            Convert.ToHexStringLower(signature),
            earlierChecks
        );
    }

    /// <summary>What is signed.</summary>
    public static string Text(string rowsRoot, string? modelSha256) => $"bench-spot-check-1\nrows {rowsRoot}\nmodel {modelSha256 ?? "-"}\n";

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
