namespace Bench.Data.Log;

/// <summary>Checks the proofs that <see cref="MerkleTree"/> gives, with nothing of the tree but its roots.</summary>
/// <remarks>RFC 9162, sections 2.1.3.2 and 2.1.4.2.</remarks>
public static class MerkleProof
{
    /// <summary>Whether the leaf is at this place of the tree with this root.</summary>
    public static bool Includes(ReadOnlySpan<byte> leafHash, long place, long size, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (place < 0 || place >= size)
            return false;
        var (node, last, hash) = (place, size - 1, leafHash.ToArray());
        foreach (var sibling in path)
        {
            if (last == 0)
                return false;
            if (node % 2 == 1 || node == last)
            {
                hash = MerkleTree.NodeHash(sibling, hash);
                while (node % 2 == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
                hash = MerkleTree.NodeHash(hash, sibling);
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether the tree of <paramref name="from"/> leaves is the beginning of the tree of
    /// <paramref name="to"/>.</summary>
    public static bool IsConsistent(long from, long to, ReadOnlySpan<byte> fromRoot, ReadOnlySpan<byte> toRoot, IReadOnlyList<byte[]> path)
    {
        if (from < 0 || from > to)
            return false;
        if (from == to)
            return path.Count == 0 && fromRoot.SequenceEqual(toRoot);
        if (from == 0)
            return path.Count == 0;
        var hashes = new Queue<byte[]>(path);
        // A complete tree is a node of the new one, which the proof leaves out.
        if ((from & (from - 1)) == 0)
            hashes = new Queue<byte[]>([fromRoot.ToArray(), .. path]);
        if (!hashes.TryDequeue(out var first))
            return false;
        var (node, last) = (from - 1, to - 1);
        while (node % 2 == 1)
            (node, last) = (node >> 1, last >> 1);
        var (before, after) = (first, first);
        foreach (var hash in hashes)
        {
            if (last == 0)
                return false;
            if (node % 2 == 1 || node == last)
            {
                (before, after) = (MerkleTree.NodeHash(hash, before), MerkleTree.NodeHash(hash, after));
                while (node % 2 == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
                after = MerkleTree.NodeHash(after, hash);
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && fromRoot.SequenceEqual(before) && toRoot.SequenceEqual(after);
    }
}
