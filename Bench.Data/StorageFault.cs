using Bench.Data.Blobs;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Bench.Data;

/// <summary>The one place that tells a full or read-only store, of files or of the database, from every other fault.</summary>
public static class StorageFault
{
    const int NoSpace = 28,
        ReadOnly = 30,
        OverQuota = 122,
        WindowsDiskFull = unchecked((int)0x80070070);
    const int SqliteReadOnly = 8,
        SqliteFull = 13;

    public static bool Is(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            if (
                cause
                is IOException { HResult: NoSpace or ReadOnly or OverQuota or WindowsDiskFull }
                    or BlobStoreRefusesException
                    or SqliteException { SqliteErrorCode: SqliteFull or SqliteReadOnly }
                    or PostgresException { SqlState: PostgresErrorCodes.DiskFull }
            )
                return true;
        return false;
    }
}
