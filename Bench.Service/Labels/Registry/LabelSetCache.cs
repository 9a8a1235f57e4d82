using Bench.Data.Blobs;

namespace Bench.Service.Labels.Registry;

/// <summary>Label sets in memory by the hash of their bytes: a board of many evaluations asks for the same few again and again.</summary>
public sealed class LabelSetCache(IBlobStore blobs)
{
    readonly SharedOnce<string, ImportedLabelSet> _sets = new(async blob =>
    {
        var path = await blobs.FetchAsync(blob, CancellationToken.None);
        await using var content = File.OpenRead(path);
        return LabelSetReader.Read(content);
    });

    public Task<ImportedLabelSet> LoadAsync(string blob, CancellationToken cancellationToken) => _sets.GetAsync(blob, cancellationToken);
}
