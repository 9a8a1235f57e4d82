using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Bench.Data;

/// <summary>The migrations of Bench before its first release, which are one today. A database that has all of them has today's schema:
/// its history gets today's migration as well. The former ones stay in it, so that a process of the version before starts while the others
/// are upgraded. Goes with the first release.</summary>
public static class FormerMigrations
{
    /// <summary>Without the time in front of it, which differs by database.</summary>
    const string Last = "_WhyNoInterval";

    /// <summary>The migration that a database at <paramref name="migration"/> is at today.</summary>
    public static string Today(BenchDb db, string migration) =>
        migration.EndsWith(Last, StringComparison.Ordinal) ? db.Database.GetMigrations().First() : migration;

    /// <exception cref="InvalidOperationException">The database is older than the last of them.</exception>
    internal static async Task CompleteAsync(BenchDb db, CancellationToken cancellationToken)
    {
        var former = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToArray();
        var first = db.Database.GetMigrations().First();
        if (former.Length == 0 || former.Contains(first))
            return;
        if (Today(db, former[^1]) != first)
            throw new InvalidOperationException(
                $"the database is at {former[^1]}, which no release of Bench made, and lacks what came after it. Start the last commit "
                    + "that has the migration WhyNoInterval over it once, then this version"
            );
        var today = new HistoryRow(first, ProductInfo.GetVersion());
        await db.Database.ExecuteSqlRawAsync(db.GetService<IHistoryRepository>().GetInsertScript(today), cancellationToken);
    }
}
