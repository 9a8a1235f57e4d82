using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Work;
using Bench.Service.Storage;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Backups;

/// <summary>Makes a service of a backup, where there is none.</summary>
/// <remarks>Everything is compared with its hash before it is used. Blobs first, the database last: dying in between
/// leaves blobs that no row names, and the same command goes on. Blobs that are there already are the same
/// bytes.</remarks>
internal sealed class Restoration(IDatabaseCopy database, BenchDb db, IBlobStore blobs, BenchOptions options, WorkQueue queue)
{
    /// <param name="path">The backup's folder.</param>
    /// <param name="migrateAsync">Brings the database to this version.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailureException">There is something already, or the backup is none, damaged, of another
    /// database or of a newer version.</exception>
    public async Task<BackupReport> RunAsync(string path, Func<Task> migrateAsync, CancellationToken cancellationToken)
    {
        var folder = new BackupFolder(Path.GetFullPath(path));
        var record = await folder.ReadAsync(cancellationToken);
        Require(folder, record);
        await database.RequireEmptyAsync(cancellationToken);
        var file = folder.Database(record.Database);
        if (!File.Exists(file) || await VerifiedFiles.Sha256Async(file, cancellationToken) != record.DatabaseSha256)
            throw folder.Damaged($"{Path.GetFileName(file)} is not the file that was written");
        await folder.RequireSecretsAsync(record, cancellationToken);
        var bytes = 0L;
        foreach (var key in record.Blobs)
            bytes += await PutAsync(folder, key, cancellationToken);
        foreach (var secret in BackupFolder.Secrets(folder.SecretsRoot))
            PutSecret(folder, secret);

        await database.PutBackAsync(file, cancellationToken);
        // Dies from here on: the service starts all the same. Evaluations whose shards had been joined fail as damaged
        // and may be retried.
        await migrateAsync();
        await queue.ReleaseAllAsync(cancellationToken);
        foreach (var items in record.RunAgain.Chunk(500))
            await db
                .Work.Where(item => items.Contains(item.Id))
                .ExecuteUpdateAsync(
                    set => set.SetProperty(item => item.State, WorkState.Waiting).SetProperty(item => item.Result, (string?)null),
                    cancellationToken
                );
        return new BackupReport(folder.Root, new FileInfo(file).Length, record.Blobs.Count, bytes);
    }

    void Require(BackupFolder folder, BackupRecord record)
    {
        if (record.Database != database.Kind)
            throw new FailureException(
                "backup-other-database",
                $"The backup in {folder.Root} is of {record.Database}, and the settings name {database.Kind}.",
                record.Database == SqliteCopy.Name
                    ? "Leave ConnectionStrings__Bench out."
                    : "Set ConnectionStrings__Bench to an empty Postgres database."
            );
        if (!db.Database.GetMigrations().Contains(FormerMigrations.Today(db, record.Migration)))
            throw new FailureException(
                "backup-newer",
                $"The backup was made by Bench {record.Version}, whose database this version ({BenchVersion.Text}) does not know.",
                $"Restore it with Bench {record.Version} or a newer version."
            );
    }

    async Task<long> PutAsync(BackupFolder folder, string key, CancellationToken cancellationToken)
    {
        var source = folder.Blob(key);
        // The store takes the file that it is given: it gets a copy.
        using var copy = TemporaryFile.In(options.CachePath);
        try
        {
            File.Copy(source, copy.Path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw folder.Damaged($"blobs/{key} is missing");
        }
        if (BlobKeys.Sha256Of(key) is { } sha256 && await VerifiedFiles.Sha256Async(copy.Path, cancellationToken) != sha256)
            throw folder.Damaged($"blobs/{key} has other bytes than its name says");
        var length = new FileInfo(copy.Path).Length;
        await blobs.PutAsync(key, copy.Path, cancellationToken);
        return length;
    }

    /// <summary>Copies a secret; one that is there already is kept.</summary>
    void PutSecret(BackupFolder folder, string secret)
    {
        var target = Path.Combine(options.DataPath, secret);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (!File.Exists(target))
            File.Copy(Path.Combine(folder.SecretsRoot, secret), target);
    }
}
