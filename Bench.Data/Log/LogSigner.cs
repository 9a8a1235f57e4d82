using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Bench.Data.Log;

/// <summary>Signs tree heads with Ed25519 (RFC 8032).</summary>
/// <param name="seed">The secret: 32 random bytes.</param>
public sealed class LogSigner(byte[] seed)
{
    public const int SeedBytes = 32;

    /// <summary>The public key, 32 bytes.</summary>
    public byte[] PublicKey { get; } = PublicOf(seed);

    public TreeHead Sign(long size, byte[] root, DateTime at)
    {
        // Whole seconds are signed, and kept.
        at = new DateTime(at.Ticks - at.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        var signature = Sign(TreeHead.Text(size, root, at));
        return new TreeHead
        {
            Size = size,
            Root = root,
            At = at,
            Signature = signature,
        };
    }

    /// <summary>Signs a text, whose first line says what it is, so that it can be taken for nothing else that this key
    /// signs.</summary>
    public byte[] Sign(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(seed, 0, bytes, 0, bytes.Length, signature, 0);
        return signature;
    }

    /// <summary>Whether a text was signed with the secret of a public key.</summary>
    public static bool IsValid(string text, byte[] signature, byte[] publicKey)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return publicKey.Length == Ed25519.PublicKeySize
            && signature.Length == Ed25519.SignatureSize
            && Ed25519.Verify(signature, 0, publicKey, 0, bytes, 0, bytes.Length);
    }

    public static bool IsValid(TreeHead head, byte[] publicKey) =>
        IsValid(TreeHead.Text(head.Size, head.Root, head.At), head.Signature, publicKey);

    static byte[] PublicOf(byte[] seed)
    {
        var key = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(seed, 0, key, 0);
        return key;
    }
}
