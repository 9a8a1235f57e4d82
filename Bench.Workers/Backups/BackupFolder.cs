using System.Security.Cryptography;
using System.Text.Json;
using Bench.Data.Blobs;
using Bench.Service.Work;

namespace Bench.Workers.Backups;

/// <summary>Paths of the parts of a backup.</summary>
internal sealed record BackupFolder(string Root)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Secrets of the service, next to its data: they are part of the backup.</summary>
    static readonly string[] SecretFiles = ["operator.key", "log.key"];

    string RecordPath => Path.Combine(Root, "backup.json");

    public string Database(string kind) => Path.Combine(Root, kind == SqliteCopy.Name ? "bench.db" : "bench.dump");

    public string Blob(string key) => Path.Combine(Root, "blobs", key);

    public IEnumerable<string> BlobFiles() =>
        Directory.Exists(Path.Combine(Root, "blobs"))
            ? Directory.EnumerateFiles(Path.Combine(Root, "blobs"), "*", SearchOption.AllDirectories)
            : [];

    /// <summary>Secrets by their path below a data directory, as they are below <paramref name="data"/>.</summary>
    public static IEnumerable<string> Secrets(string data) =>
        SecretFiles
            .Where(name => File.Exists(Path.Combine(data, name)))
            .Concat(
                Directory.Exists(Path.Combine(data, "keys"))
                    ? Directory.EnumerateFiles(Path.Combine(data, "keys"), "*.xml").Select(file => Path.GetRelativePath(data, file))
                    : []
            );

    /// <summary>Folder of the secrets of a backup.</summary>
    public string SecretsRoot => Path.Combine(Root, "secrets");

    public async Task WriteAsync(BackupRecord record, CancellationToken cancellationToken)
    {
        var staged = RecordPath + ".tmp";
        await File.WriteAllBytesAsync(
            staged,
            JsonSerializer.SerializeToUtf8Bytes(record with { Sum = SumOf(record) }, Json),
            cancellationToken
        );
        File.Move(staged, RecordPath);
    }

    /// <exception cref="FailureException">It is no backup, or one that was not finished.</exception>
    public async Task<BackupRecord> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var record =
                JsonSerializer.Deserialize<BackupRecord>(await File.ReadAllBytesAsync(RecordPath, cancellationToken), Json)
                ?? throw Unreadable("it is empty");
            return record.Sum is null || record.Sum == SumOf(record)
                ? record
                : throw Damaged("backup.json is not the file that was written");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FailureException(
                "backup-missing",
                $"There is no finished backup in {Root}: backup.json is missing, which is written last.",
                "Name the folder that the backup command was given; if it did not end, use an older backup."
            );
        }
        catch (JsonException error)
        {
            throw Unreadable(error.Message);
        }
    }

    /// <exception cref="FailureException">A secret is not the file that was written, or is gone.</exception>
    public async Task RequireSecretsAsync(BackupRecord record, CancellationToken cancellationToken)
    {
        foreach (var (name, sha256) in record.Secrets ?? new Dictionary<string, string>())
        {
            var file = Path.Combine(SecretsRoot, name);
            if (!File.Exists(file) || await VerifiedFiles.Sha256Async(file, cancellationToken) != sha256)
                throw Damaged($"secrets/{name} is not the file that was written");
        }
    }

    static string SumOf(BackupRecord record) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(record with { Sum = null }, Json)));

    public FailureException Damaged(string what) =>
        new("backup-damaged", $"The backup in {Root} is damaged: {what}.", "Use another copy of it, or an older backup.");

    FailureException Unreadable(string why) => Damaged($"backup.json cannot be read ({why})");
}
