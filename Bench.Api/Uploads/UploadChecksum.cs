using System.Security.Cryptography;

namespace Bench.Api.Uploads;

/// <summary>The <c>Upload-Checksum</c> header: algorithm and Base64 value.</summary>
internal sealed record UploadChecksum(HashAlgorithmName Algorithm, byte[] Value)
{
    public const string Algorithms = "sha1,sha256";

    /// <summary>Null when the text is not a checksum by a known algorithm.</summary>
    public static UploadChecksum? Parse(string text)
    {
        var parts = text.Split(' ', 2);
        HashAlgorithmName? algorithm = parts[0] switch
        {
            "sha1" => HashAlgorithmName.SHA1,
            "sha256" => HashAlgorithmName.SHA256,
            _ => null,
        };
        var value = new byte[64];
        return algorithm is { } known && parts.Length == 2 && Convert.TryFromBase64String(parts[1], value, out var length)
            ? new UploadChecksum(known, value[..length])
            : null;
    }
}
