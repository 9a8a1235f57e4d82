using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bench.Api.Auth;

/// <summary>The text of a key: <c>bench_</c> and 256 random bits. Being random, it needs no slow hash.</summary>
internal static class KeyText
{
    public const string Mark = "bench_";

    const int PrefixLength = 12;

    public static string Create() => Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 of the text, 64 lower-case hexadecimal digits: all that is stored.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public static string Prefix(string key) => key[..Math.Min(PrefixLength, key.Length)];
}
