using Bench.Data;
using Microsoft.EntityFrameworkCore;

namespace Bench.Tests.Fixtures;

/// <summary>A SQLite file without rows at the newest migration, made once a run: a copy costs less than the migrations, as a Postgres
/// template does.</summary>
internal static class MigratedFile
{
    static readonly Lazy<byte[]> Bytes = new(Make);

    /// <summary>Leaves a copy there. Services that are started as processes of their own begin without one, as a first start
    /// does.</summary>
    public static void CopyTo(string path) => File.WriteAllBytes(path, Bytes.Value);

    static byte[] Make()
    {
        using var folder = new TempFolder();
        using (var db = new SqliteBenchDb(BenchDbOptions.Sqlite($"Data Source={folder["bench.db"]};Pooling=False").Options))
            db.Database.Migrate();
        // The last connection that closes leaves everything in the one file.
        return File.ReadAllBytes(folder["bench.db"]);
    }
}
