using Bench.Data.Blobs;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Bench.Data;

/// <summary>The one place that tells a store that takes nothing, of files or of the database, from every other fault:
/// a full one, and one that this process has no right to.</summary>
public static class StorageFault
{
    const int NoSpace = 28,
        ReadOnly = 30,
        OverQuota = 122,
        WindowsDiskFull = unchecked((int)0x80070070);
    const int SqlitePermission = 3,
        SqliteReadOnly = 8,
        SqliteFull = 13,
        SqliteCannotOpen = 14;

    public static bool Is(Exception exception) => IsRefused(exception) || exception.Causes().Any(IsFull);

    /// <summary>Whether it is a right that is lacking, or a volume mounted for reading, and not room.</summary>
    public static bool IsRefused(Exception exception) =>
        exception
            .Causes()
            .Any(cause =>
                cause
                    is UnauthorizedAccessException
                        or BlobStoreRefusesException
                        or IOException { HResult: ReadOnly }
                        or SqliteException { SqliteErrorCode: SqlitePermission or SqliteReadOnly or SqliteCannotOpen }
            );

    /// <summary>What the refusal itself says: whatever caused it names no file.</summary>
    public static string Reason(Exception exception) =>
        (exception.Causes().OfType<UnauthorizedAccessException>().FirstOrDefault() ?? exception.GetBaseException()).Message;

    static bool IsFull(Exception cause) =>
        cause
            is IOException { HResult: NoSpace or OverQuota or WindowsDiskFull }
                or SqliteException { SqliteErrorCode: SqliteFull }
                or PostgresException { SqlState: PostgresErrorCodes.DiskFull };
}
