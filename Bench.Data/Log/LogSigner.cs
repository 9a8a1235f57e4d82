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
        var text = Encoding.UTF8.GetBytes(TreeHead.Text(size, root, at));
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(seed, 0, text, 0, text.Length, signature, 0);
        return new TreeHead
        {
            Size = size,
            Root = root,
            At = at,
            Signature = signature,
        };
    }

    public static bool IsValid(TreeHead head, byte[] publicKey)
    {
        if (publicKey.Length != Ed25519.PublicKeySize || head.Signature.Length != Ed25519.SignatureSize)
            return false;
        var text = Encoding.UTF8.GetBytes(TreeHead.Text(head.Size, head.Root, head.At));
        return Ed25519.Verify(head.Signature, 0, publicKey, 0, text, 0, text.Length);
    }

    static byte[] PublicOf(byte[] seed)
    {
        var key = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(seed, 0, key, 0);
        return key;
    }
}
