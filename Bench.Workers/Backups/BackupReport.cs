namespace Bench.Workers.Backups;

/// <summary>Counts of what was copied.</summary>
/// <param name="Folder">Where the backup is.</param>
/// <param name="DatabaseBytes">Size of the database's copy.</param>
/// <param name="Blobs">Stored files.</param>
/// <param name="BlobBytes">Their size.</param>
internal sealed record BackupReport(string Folder, long DatabaseBytes, int Blobs, long BlobBytes);
