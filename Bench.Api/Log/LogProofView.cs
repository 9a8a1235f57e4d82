using Bench.Data.Log;

namespace Bench.Api.Log;

/// <summary>How an entry's hash leads to a head's root, hash by hash, as a reader can follow it.</summary>
/// <param name="LeafHash">Of the entry, hexadecimal.</param>
/// <param name="Steps">From the leaf upwards.</param>
/// <param name="Holds">Whether the last step gives the head's root.</param>
internal sealed record LogProofView(LogEntryView Entry, string LeafHash, IReadOnlyList<LogProofStep> Steps, bool Holds)
{
    /// <remarks>RFC 9162, section 2.1.3.2: the lowest bits of the place say on which side of a node its sibling
    /// is.</remarks>
    public static LogProofView Of(LogEntryView entry, InclusionProof proof, TreeHead head)
    {
        var (node, last, hash, steps) = (proof.Place, proof.Size - 1, Convert.FromHexString(proof.LeafHash), new List<LogProofStep>());
        foreach (var sibling in proof.Path)
        {
            var other = Convert.FromHexString(sibling);
            var onLeft = node % 2 == 1 || node == last;
            hash = onLeft ? MerkleTree.NodeHash(other, hash) : MerkleTree.NodeHash(hash, other);
            steps.Add(new(onLeft, sibling, Convert.ToHexStringLower(hash)));
            while (onLeft && node % 2 == 0 && node != 0)
                (node, last) = (node >> 1, last >> 1);
            (node, last) = (node >> 1, last >> 1);
        }
        return new(entry, proof.LeafHash, steps, hash.AsSpan().SequenceEqual(head.Root));
    }
}
