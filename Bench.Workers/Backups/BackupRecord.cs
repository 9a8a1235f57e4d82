namespace Bench.Workers.Backups;

/// <summary>The description of a backup, <c>backup.json</c>, which is written last: a folder without it is no
/// backup.</summary>
/// <param name="Version">Version of Bench that made it.</param>
/// <param name="Database">sqlite or postgres.</param>
/// <param name="Migration">The newest migration of the database.</param>
/// <param name="CreatedAt">The instant of the database's copy, UTC.</param>
/// <param name="DatabaseSha256">SHA-256 of the database's copy.</param>
/// <param name="Blobs">Keys of all blobs.</param>
/// <param name="RunAgain">Work items of shards whose predictions were joined while the backup was made: they are run
/// again.</param>
internal sealed record BackupRecord(
    string Version,
    string Database,
    string Migration,
    DateTime CreatedAt,
    string DatabaseSha256,
    IReadOnlyList<string> Blobs,
    IReadOnlyList<Guid> RunAgain
)
{
    /// <summary>SHA-256 of each secret by its name; null in backups of versions before this was written.</summary>
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>SHA-256 of the record itself, written down without this field; null in backups of versions
    /// before.</summary>
    public string? Sum { get; init; }
}
