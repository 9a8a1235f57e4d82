using System.Numerics;
using System.Security.Cryptography;

namespace Bench.Data.Log;

/// <summary>The hash tree of RFC 6962 over a growing list of leaves.</summary>
/// <remarks>A leaf's hash is SHA-256(0x00 ‖ entry), a node's SHA-256(0x01 ‖ left ‖ right), a tree of none SHA-256():
/// section 2.1. Not safe for use by several threads at once.</remarks>
public sealed class MerkleTree
{
    /// <summary>Level k holds the hashes of all complete subtrees of 2^k leaves, from the left.</summary>
    readonly List<List<byte[]>> _levels =
    [
        [],
    ];

    /// <summary>Number of leaves.</summary>
    public long Size => _levels[0].Count;

    public static byte[] LeafHash(ReadOnlySpan<byte> entry) => Hash(0, entry, []);

    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Hash(1, left, right);

    public void Append(byte[] leafHash)
    {
        _levels[0].Add(leafHash);
        for (var level = 0; _levels[level].Count % 2 == 0; level++)
        {
            if (_levels.Count == level + 1)
                _levels.Add([]);
            _levels[level + 1].Add(NodeHash(_levels[level][^2], _levels[level][^1]));
        }
    }

    /// <summary>Root over the first <paramref name="size"/> leaves.</summary>
    public byte[] Root(long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        return size == 0 ? SHA256.HashData([]) : Subtree(0, size);
    }

    /// <summary>Hashes, from the leaf upwards, that with the leaf's give the root over the first
    /// <paramref name="size"/> leaves.</summary>
    public List<byte[]> InclusionPath(long place, long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, size);
        var path = new List<byte[]>();
        Descend(0, size);
        return path;

        void Descend(long start, long count)
        {
            if (count == 1)
                return;
            var left = LeftOf(count);
            if (place < start + left)
            {
                Descend(start, left);
                path.Add(Subtree(start + left, count - left));
            }
            else
            {
                Descend(start + left, count - left);
                path.Add(Subtree(start, left));
            }
        }
    }

    /// <summary>Hashes that show the tree of the first <paramref name="from"/> leaves to be the beginning of the tree
    /// of the first <paramref name="to"/>.</summary>
    public List<byte[]> ConsistencyPath(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Size);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        var path = new List<byte[]>();
        if (from > 0 && from < to)
            Descend(from, 0, to, known: true);
        return path;

        void Descend(long old, long start, long count, bool known)
        {
            if (old == count)
            {
                // The old tree itself is what the reader has.
                if (!known)
                    path.Add(Subtree(start, count));
                return;
            }
            var left = LeftOf(count);
            if (old <= left)
            {
                Descend(old, start, left, known);
                path.Add(Subtree(start + left, count - left));
            }
            else
            {
                Descend(old - left, start + left, count - left, known: false);
                path.Add(Subtree(start, left));
            }
        }
    }

    byte[] Subtree(long start, long count)
    {
        if (BitOperations.IsPow2(count))
            return _levels[BitOperations.Log2((ulong)count)][(int)(start / count)];
        var left = LeftOf(count);
        return NodeHash(Subtree(start, left), Subtree(start + left, count - left));
    }

    /// <summary>The largest power of two below a count of at least 2.</summary>
    static long LeftOf(long count) => 1L << BitOperations.Log2((ulong)(count - 1));

    static byte[] Hash(byte prefix, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([prefix]);
        hash.AppendData(first);
        hash.AppendData(second);
        return hash.GetHashAndReset();
    }
}
