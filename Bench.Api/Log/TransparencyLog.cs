using Bench.Data;
using Bench.Data.Damages;
using Bench.Data.Log;
using Bench.Data.Outcomes;
using Bench.Service.Log;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Log;

/// <summary>The log's tree in memory, and the heads that are signed over it. Several processes may each have one over
/// the same database.</summary>
internal sealed class TransparencyLog(LogKey key, TimeProvider time) : IDisposable
{
    const int Piece = 10_000;

    readonly SemaphoreSlim _one = new(1, 1);
    readonly MerkleTree _tree = new();

    public string PublicKey => Convert.ToHexStringLower(key.Signer.PublicKey);

    /// <summary>Gives waiting entries their places and answers the head over all of them, signed now where it is
    /// new.</summary>
    /// <exception cref="DamageException">The entries are not those that were signed.</exception>
    public async Task<TreeHead> HeadAsync(BenchDb db, CancellationToken cancellationToken)
    {
        await db.SequenceAsync(cancellationToken);
        await _one.WaitAsync(cancellationToken);
        try
        {
            // The newest head first: whatever it covers is among the entries that are read after it.
            var newest = await NewestAsync(db, cancellationToken);
            await LoadAsync(db, cancellationToken);
            if (newest is not null)
                Require(newest);
            return newest?.Size == _tree.Size ? newest : await SignAsync(db, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Hashes that lead from an entry to the root over the first <paramref name="size"/>, which a head has
    /// covered before.</summary>
    public Task<IReadOnlyList<string>> InclusionAsync(long place, long size, CancellationToken cancellationToken) =>
        ReadAsync(tree => tree.InclusionPath(place, size), cancellationToken);

    /// <summary>Hashes that show one tree to be the beginning of another, both covered by a head before.</summary>
    public Task<IReadOnlyList<string>> ConsistencyAsync(long from, long to, CancellationToken cancellationToken) =>
        ReadAsync(tree => tree.ConsistencyPath(from, to), cancellationToken);

    public void Dispose() => _one.Dispose();

    async Task<IReadOnlyList<string>> ReadAsync(Func<MerkleTree, List<byte[]>> read, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return read(_tree).ConvertAll(Convert.ToHexStringLower);
        }
        finally
        {
            _one.Release();
        }
    }

    static Task<TreeHead?> NewestAsync(BenchDb db, CancellationToken cancellationToken) =>
        db.TreeHeads.AsNoTracking().OrderByDescending(head => head.Size).FirstOrDefaultAsync(cancellationToken);

    async Task LoadAsync(BenchDb db, CancellationToken cancellationToken)
    {
        while (true)
        {
            var leaves = await db
                .LogEntries.Where(entry => entry.Place >= _tree.Size)
                .OrderBy(entry => entry.Place)
                .Take(Piece)
                .Select(entry => new { entry.Place, entry.LeafHash })
                .ToListAsync(cancellationToken);
            foreach (var leaf in leaves)
            {
                if (leaf.Place != _tree.Size)
                    throw DamageException.Log($"the entry at place {_tree.Size} is missing");
                _tree.Append(leaf.LeafHash!);
            }
            if (leaves.Count < Piece)
                return;
        }
    }

    void Require(TreeHead head)
    {
        if (!LogSigner.IsValid(head, key.Signer.PublicKey))
            throw DamageException.Log(
                $"the head over {Counted.Of(head.Size, "entry", "entries")} is not signed with this process's key "
                    + $"(BENCH_LOG_KEY, or log.key in the data directory)"
            );
        if (head.Size > _tree.Size || !_tree.Root(head.Size).AsSpan().SequenceEqual(head.Root))
            throw DamageException.Log($"the first {Counted.Of(head.Size, "entry is", "entries are")} not those that were signed");
    }

    async Task<TreeHead> SignAsync(BenchDb db, CancellationToken cancellationToken)
    {
        var head = key.Signer.Sign(_tree.Size, _tree.Root(_tree.Size), time.GetUtcNow().UtcDateTime);
        db.TreeHeads.Add(head);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return head;
        }
        catch (DbUpdateException error) when (UniqueIndex.IsViolatedBy(error))
        {
            // Another replica signed the same tree at the same time; its head is the one that counts.
            db.ChangeTracker.Clear();
            return await db.TreeHeads.AsNoTracking().SingleAsync(known => known.Size == head.Size, cancellationToken);
        }
    }
}
