using System.Buffers;
using System.Buffers.Binary;

namespace Bench.Service.Datasets.Manifests;

/// <summary>SHA-256 of an image file's bytes, in 32 bytes without an object of its own. All zeros means that there are
/// no bytes (a dataset of names alone).</summary>
public readonly record struct ContentHash
{
    static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    readonly ulong _a,
        _b,
        _c,
        _d;

    /// <param name="sha256">32 bytes.</param>
    public ContentHash(ReadOnlySpan<byte> sha256)
    {
        if (sha256.Length != 32)
            throw new ArgumentException($"a SHA-256 has 32 bytes, not {sha256.Length}", nameof(sha256));
        _a = BinaryPrimitives.ReadUInt64BigEndian(sha256);
        _b = BinaryPrimitives.ReadUInt64BigEndian(sha256[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(sha256[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(sha256[24..]);
    }

    public bool IsNone => this == default;

    /// <summary>Reads 64 lower-case hexadecimal digits, or <c>-</c> for none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ContentHash hash)
    {
        hash = default;
        if (text is "-")
            return true;
        if (text.Length != 64 || text.ContainsAnyExcept(Digits))
            return false;
        Span<byte> bytes = stackalloc byte[32];
        Convert.FromHexString(text, bytes, out _, out _);
        hash = new ContentHash(bytes);
        return !hash.IsNone;
    }

    /// <summary>64 lower-case hexadecimal digits, or <c>-</c> for none.</summary>
    public override string ToString() => IsNone ? "-" : $"{_a:x16}{_b:x16}{_c:x16}{_d:x16}";
}
