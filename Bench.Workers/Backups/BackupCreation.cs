using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Damages;
using Bench.Service.Work;
using Bench.Workers.Verification;

namespace Bench.Workers.Backups;

/// <summary>Copies a service to a folder while it works.</summary>
/// <remarks>
/// The database first, then what it names. A blob is stored before a row names it and never changes, so that all that
/// the copied rows name is there, and is the same later. The other way round, rows would name blobs that came after the
/// copy. What can go wrong is a deletion in between: then the database is copied again, and no longer names what is
/// gone.
/// </remarks>
internal sealed class BackupCreation(IDatabaseCopy database, CheckedBlobStore blobs, BenchOptions options, TimeProvider time)
{
    const int Rounds = 3;

    /// <exception cref="FailureException">The folder is not empty, or something stored is damaged.</exception>
    public async Task<BackupReport> RunAsync(string path, CancellationToken cancellationToken)
    {
        var folder = new BackupFolder(Path.GetFullPath(path));
        if (Directory.Exists(folder.Root) && Directory.EnumerateFileSystemEntries(folder.Root).Any())
            throw new FailureException("backup-folder-not-empty", $"{folder.Root} is not empty.", "Name a folder that is new or empty.");
        Create(folder.Root);
        try
        {
            return await CopyAsync(folder, cancellationToken);
        }
        catch
        {
            // Killed instead: a folder without backup.json, which restore refuses.
            foreach (var entry in new DirectoryInfo(folder.Root).EnumerateFileSystemInfos())
                if (entry is DirectoryInfo inner)
                    inner.Delete(recursive: true);
                else
                    entry.Delete();
            throw;
        }
    }

    async Task<BackupReport> CopyAsync(BackupFolder folder, CancellationToken cancellationToken)
    {
        var file = folder.Database(database.Kind);
        var (names, migration, at) = await TakeAsync(file, cancellationToken);
        for (var round = 1; await MissingAsync(folder, names.Blobs, cancellationToken) is { } damage; round++)
        {
            if (round == Rounds)
                throw new FailureException(damage.Failure);
            (names, migration, at) = await TakeAsync(file, cancellationToken);
        }
        var (parts, gone) = (new List<string>(), new List<Guid>());
        foreach (var (item, part) in names.Parts)
            if (await TryCopyAsync(folder, part, cancellationToken) is null)
                parts.Add(part);
            else
                gone.Add(item);
        Sweep(folder, [.. names.Blobs, .. parts]);
        var secrets = new Dictionary<string, string>();
        foreach (var secret in BackupFolder.Secrets(options.DataPath))
        {
            var copy = Path.Combine(folder.SecretsRoot, secret);
            Copy(Path.Combine(options.DataPath, secret), copy);
            secrets[secret] = await VerifiedFiles.Sha256Async(copy, cancellationToken);
        }

        var record = new BackupRecord(
            BenchVersion.Text,
            database.Kind,
            migration,
            at,
            await VerifiedFiles.Sha256Async(file, cancellationToken),
            [.. names.Blobs, .. parts],
            gone
        )
        {
            Secrets = secrets,
        };
        await folder.WriteAsync(record, cancellationToken);
        return new BackupReport(
            folder.Root,
            new FileInfo(file).Length,
            record.Blobs.Count,
            folder.BlobFiles().Sum(blob => new FileInfo(blob).Length)
        );
    }

    async Task<(StoredNames Names, string Migration, DateTime At)> TakeAsync(string file, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow().UtcDateTime;
        var (names, migration) = await database.TakeAsync(file, cancellationToken);
        return (names, migration, at);
    }

    /// <returns>Null when all are there.</returns>
    async Task<DamageException?> MissingAsync(BackupFolder folder, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
            if (await TryCopyAsync(folder, key, cancellationToken) is { } damage)
                return damage;
        return null;
    }

    async Task<DamageException?> TryCopyAsync(BackupFolder folder, string key, CancellationToken cancellationToken)
    {
        if (File.Exists(folder.Blob(key)))
            return null;
        try
        {
            await blobs.CopyAsync(key, folder.Blob(key), cancellationToken);
            return null;
        }
        catch (DamageException damage)
        {
            return damage;
        }
    }

    /// <summary>Takes away what an earlier round copied and the last one no longer names.</summary>
    static void Sweep(BackupFolder folder, IEnumerable<string> named)
    {
        var kept = named.Select(folder.Blob).ToHashSet();
        foreach (var file in folder.BlobFiles().Where(file => !kept.Contains(file)).ToList())
            File.Delete(file);
    }

    static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
    }
}
