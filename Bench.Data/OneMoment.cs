using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bench.Data;

/// <summary>Reads of several statements that belong together.</summary>
public static class OneMoment
{
    /// <summary>Reads what the database held at one moment, that of the first statement. Rows with their collections are two statements:
    /// where a scoring is replaced between them, its scores would be none.</summary>
    /// <param name="db">Within a transaction of the caller's it reads as that does.</param>
    /// <param name="readAsync">Reads, and writes nothing.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task<T> ReadAtOneMomentAsync<T>(this BenchDb db, Func<Task<T>> readAsync, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(readAsync);
        if (db.Database.CurrentTransaction is not null)
            return await readAsync();
        if (!db.Database.IsSqlite())
        {
            // Ends as it began: nothing was written.
            await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            return await readAsync();
        }
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            // One that is not deferred would keep writers waiting.
            await using var moment = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
            await db.Database.UseTransactionAsync(moment, cancellationToken);
            return await readAsync();
        }
        finally
        {
            await db.Database.UseTransactionAsync(null, CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }
}
