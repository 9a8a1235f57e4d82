using Bench.Data.Blobs;
using Bench.Service.Storage;

namespace Bench.Service.Labels.Registry;

/// <summary>Label sets in memory by the hash of their bytes: a board of many evaluations asks for the same few again
/// and again.</summary>
public sealed class LabelSetCache(IBlobStore blobs, CacheMeter caches)
{
    readonly SharedOnce<string, ImportedLabelSet> _sets = new(async blob =>
    {
        var path = await blobs.FetchAsync(blob, CancellationToken.None);
        await using var content = File.OpenRead(path);
        return LabelSetReader.Read(content);
    });

    public Task<ImportedLabelSet> LoadAsync(string blob, CancellationToken cancellationToken)
    {
        caches.Looked("label-sets", _sets.Holds(blob));
        return _sets.GetAsync(blob, cancellationToken);
    }
}
