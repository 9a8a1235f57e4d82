using System.Data.Common;
using Bench.Data.Blobs;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Bench.Data;

/// <summary>The one place that tells a database or a blob store that is out of reach for a moment, or asks to be asked
/// again, from a fault that stays.</summary>
public static class TransientFault
{
    const int SqliteBusy = 5,
        SqliteLocked = 6;

    /// <summary>Whether the same call may succeed later. Entity Framework and the job queue wrap what the driver
    /// throws, so every cause is looked at.</summary>
    public static bool Is(Exception exception) =>
        exception
            .Causes()
            .Any(cause =>
                cause
                    is DbException { IsTransient: true }
                        or BlobStoreAwayException
                        or PostgresException
                        {
                            // The last one: what was the primary before a failover, or the standby that is becoming it.
                            SqlState: PostgresErrorCodes.AdminShutdown
                                or PostgresErrorCodes.CrashShutdown
                                or PostgresErrorCodes.ReadOnlySqlTransaction
                        }
                        or SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked }
            );
}
