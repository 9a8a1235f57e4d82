using Bench.Data;
using Bench.Service.Work;
using Bench.Workers.Verification;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Backups;

/// <summary>SQLite's own online copy, which reads one snapshot while the service goes on writing.</summary>
internal sealed class SqliteCopy(BenchOptions options) : IDatabaseCopy
{
    public const string Name = "sqlite";

    public string Kind => Name;

    public async Task<(StoredNames Names, string Migration)> TakeAsync(string file, CancellationToken cancellationToken)
    {
        File.Delete(file);
        await using (var source = new SqliteConnection($"Data Source={options.SqlitePath};Pooling=False;Default Timeout=30"))
        await using (var target = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await source.OpenAsync(cancellationToken);
            await target.OpenAsync(cancellationToken);
            source.BackupDatabase(target);
            // One file, whole in itself.
            await using var single = target.CreateCommand();
            single.CommandText = "PRAGMA journal_mode=DELETE";
            await single.ExecuteNonQueryAsync(cancellationToken);
        }
        await using var copy = new SqliteBenchDb(BenchDbOptions.Sqlite($"Data Source={file};Mode=ReadOnly;Pooling=False").Options);
        return (
            await StoredNames.OfAsync(copy, cancellationToken),
            (await copy.Database.GetAppliedMigrationsAsync(cancellationToken)).LastOrDefault() ?? ""
        );
    }

    public Task RequireEmptyAsync(CancellationToken cancellationToken) =>
        File.Exists(options.SqlitePath)
            ? throw new FailureException(
                "restore-target-not-empty",
                $"There is a database at {options.SqlitePath} already, and nothing was changed.",
                "Restore into another folder (Bench__DataDirectory), or move that one away first."
            )
            : Task.CompletedTask;

    public Task PutBackAsync(string file, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.DataPath);
        var staged = $"{options.SqlitePath}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.Copy(file, staged);
            File.Move(staged, options.SqlitePath);
        }
        finally
        {
            File.Delete(staged);
        }
        return Task.CompletedTask;
    }
}
