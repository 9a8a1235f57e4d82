using System.Text;
using Bench.Data.Log;

namespace Bench.Tests.Data.Log;

/// <summary>The tree is RFC 6962's, and its proofs prove what they say and nothing else.</summary>
public sealed class MerkleTreeTests
{
    /// <summary>Leaves and roots of Certificate Transparency's own reference tests.</summary>
    static readonly string[] Leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Roots_are_those_of_the_reference(int size, string root) =>
        Convert.ToHexStringLower(TreeOf(Leaves.Select(Convert.FromHexString)).Root(size)).ShouldBe(root);

    [Fact]
    public void Every_proof_of_every_tree_up_to_40_entries_holds_and_none_holds_for_anything_else()
    {
        var tree = TreeOf(Enumerable.Range(0, 40).Select(Entry));
        for (var size = 1; size <= 40; size++)
        {
            var root = tree.Root(size);
            for (var place = 0; place < size; place++)
            {
                var path = tree.InclusionPath(place, size);
                MerkleProof.Includes(MerkleTree.LeafHash(Entry(place)), place, size, path, root).ShouldBeTrue();
                MerkleProof.Includes(MerkleTree.LeafHash(Entry(place + 1)), place, size, path, root).ShouldBeFalse();
                MerkleProof.Includes(MerkleTree.LeafHash(Entry(place)), place == 0 ? size : place - 1, size, path, root).ShouldBeFalse();
            }
            for (var from = 1; from <= size; from++)
            {
                var path = tree.ConsistencyPath(from, size);
                MerkleProof.IsConsistent(from, size, tree.Root(from), root, path).ShouldBeTrue();
                if (from < size)
                    MerkleProof.IsConsistent(from, size, tree.Root(from - 1), root, path).ShouldBeFalse();
                if (path.Count > 0)
                    MerkleProof.IsConsistent(from, size, tree.Root(from), root, path[..^1]).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void A_changed_removed_moved_or_back_dated_entry_is_found()
    {
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        string Body(int i, DateTime at) => LogBodies.Write(new RetractionBody(LogEntryKind.Retraction, at, Guid.Empty, $"entry {i}"));
        List<string> bodies = [.. Enumerable.Range(0, 9).Select(i => Body(i, start.AddHours(i)))];
        var signer = new LogSigner([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        var tree = TreeOf(bodies.Select(Encoding.UTF8.GetBytes));
        TreeHead[] heads = [signer.Sign(4, tree.Root(4), start.AddHours(4)), signer.Sign(9, tree.Root(9), start.AddHours(9))];
        IReadOnlyList<string> Faults(IReadOnlyList<string> log, params TreeHead[] signed) => LogFaults.Of(log, signed, signer.PublicKey);

        Faults(bodies, heads).ShouldBeEmpty();
        Faults([.. bodies[..2], bodies[2].Replace("entry 2", "entry 3", StringComparison.Ordinal), .. bodies[3..]], heads)
            .Count.ShouldBe(2);
        Faults([.. bodies[..6], .. bodies[7..]], heads).ShouldHaveSingleItem().ShouldContain("there are 8");
        Faults([.. bodies[..1], bodies[2], bodies[1], .. bodies[3..]], heads)
            .ShouldContain("The first 4 entries are not those that were signed.");
        Faults([.. bodies, Body(9, start)], heads).ShouldHaveSingleItem().ShouldContain("dated back");
        Faults(
                bodies,
                new TreeHead
                {
                    Size = 9,
                    Root = heads[1].Root,
                    At = heads[1].At.AddDays(1),
                    Signature = heads[1].Signature,
                }
            )
            .ShouldHaveSingleItem()
            .ShouldContain("not signed");
    }

    /// <summary>Test 2 of RFC 8032, section 7.1.</summary>
    [Fact]
    public void The_key_is_an_Ed25519_key() =>
        Convert
            .ToHexStringLower(
                new LogSigner(Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")).PublicKey
            )
            .ShouldBe("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

    static byte[] Entry(int i) => [(byte)i, 7];

    static MerkleTree TreeOf(IEnumerable<byte[]> entries)
    {
        var tree = new MerkleTree();
        foreach (var entry in entries)
            tree.Append(MerkleTree.LeafHash(entry));
        return tree;
    }
}
