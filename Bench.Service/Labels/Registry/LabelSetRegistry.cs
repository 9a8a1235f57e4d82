using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Labels;
using Bench.Metrics.Truth;
using Bench.Service.Storage;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Labels.Registry;

/// <summary>Registers imported label sets as versions and reads them back.</summary>
public sealed class LabelSetRegistry(BenchDb db, BlobWriter writer, LabelSetCache cache, TimeProvider time)
{
    /// <summary>Stores the labels as a blob named by their hash. Writes no row: dying after it leaves a blob that the
    /// next attempt uses.</summary>
    public async Task<StagedLabelSet> StageAsync(ImportedLabelSet imported, CancellationToken cancellationToken)
    {
        var bytes = LabelSetWriter.ToBytes(imported);
        var key = await writer.WriteAsync(
            path => File.WriteAllBytesAsync(path, bytes, cancellationToken),
            BlobKeys.LabelSet,
            cancellationToken
        );
        return new StagedLabelSet(imported, BlobKeys.Sha256Of(key)!);
    }

    /// <summary>Adds the row of a new version and retires the version before; the caller saves, inside its transaction.
    /// The same labels again are the current version.</summary>
    /// <returns>The row, and whether it is new.</returns>
    public async Task<(LabelSet Row, bool IsNew)> AddAsync(Guid datasetId, StagedLabelSet staged, CancellationToken cancellationToken)
    {
        var imported = staged.Imported;
        var current = await db
            .LabelSets.Where(set => set.DatasetId == datasetId && set.Key == imported.Key)
            .OrderByDescending(set => set.Version)
            .FirstOrDefaultAsync(cancellationToken);
        if (current is { IsCurrent: true } && current.Hash == staged.Hash)
            return (current, false);
        if (current is not null)
            current.IsCurrent = false;
        var row = new LabelSet
        {
            Id = Guid.CreateVersion7(),
            DatasetId = datasetId,
            Key = imported.Key,
            Version = (current?.Version ?? 0) + 1,
            Kind = imported.Kind,
            Format = imported.Source.Format,
            Source = imported.Source.Source,
            SourceSha256 = imported.Source.Sha256,
            Hash = staged.Hash,
            Blob = BlobKeys.LabelSet(staged.Hash),
            Used = imported.Used,
            Excluded = new Dictionary<string, int>(imported.Excluded),
            Checks = [.. imported.Checks],
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        db.LabelSets.Add(row);
        return (row, true);
    }

    /// <summary>The stored labels, in manifest order.</summary>
    public Task<ImportedLabelSet> LoadAsync(LabelSet labelSet, CancellationToken cancellationToken) =>
        cache.LoadAsync(labelSet.Blob, cancellationToken);

    /// <summary>What is right of each image, in manifest order.</summary>
    public async Task<GroundTruth> LabelsAsync(LabelSet labelSet, CancellationToken cancellationToken) =>
        (await LoadAsync(labelSet, cancellationToken)).Labels;
}
