using System.Text;
using Bench.Data;
using Bench.Data.Log;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Log;

/// <summary>Gives written entries their places in the tree, one process at a time.</summary>
public static class LogSequence
{
    /// <summary>Names the lock among this database's advisory locks.</summary>
    const long Lock = 0x62656e63686c6f67;

    const int Most = 5000;

    /// <summary>Places whatever waits. Scoring never waits for this: it writes an entry and goes on.</summary>
    /// <remarks>SQLite lets one transaction write at a time; Postgres is asked for a lock that ends with the
    /// transaction. Dying inside leaves the entries to the next call.</remarks>
    public static async Task SequenceAsync(this BenchDb db, CancellationToken cancellationToken)
    {
        while (await db.LogEntries.AnyAsync(entry => entry.Place == null, cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (db is PostgresBenchDb)
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", cancellationToken);
            var next = await db.LogEntries.MaxAsync(entry => entry.Place, cancellationToken) + 1 ?? 0;
            var waiting = await db
                .LogEntries.Where(entry => entry.Place == null)
                .OrderBy(entry => entry.Id)
                .Take(Most)
                .ToListAsync(cancellationToken);
            foreach (var entry in waiting)
                (entry.Place, entry.LeafHash) = (next++, MerkleTree.LeafHash(Encoding.UTF8.GetBytes(entry.Body)));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }
    }
}
