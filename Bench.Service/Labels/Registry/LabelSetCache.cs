using System.Collections.Concurrent;
using Bench.Data.Blobs;

namespace Bench.Service.Labels.Registry;

/// <summary>Label sets in memory by the hash of their bytes: a board of many evaluations asks for the same few again and again.</summary>
public sealed class LabelSetCache(IBlobStore blobs)
{
    readonly ConcurrentDictionary<string, Lazy<Task<ImportedLabelSet>>> _sets = new();

    public async Task<ImportedLabelSet> LoadAsync(string blob, CancellationToken cancellationToken)
    {
        var entry = _sets.GetOrAdd(blob, key => new Lazy<Task<ImportedLabelSet>>(() => ReadAsync(key)));
        try
        {
            return await entry.Value.WaitAsync(cancellationToken);
        }
        catch (Exception) when (entry.Value.IsFaulted)
        {
            // A failed read is forgotten, so that the next call tries again.
            _sets.TryRemove(KeyValuePair.Create(blob, entry));
            throw;
        }
    }

    async Task<ImportedLabelSet> ReadAsync(string blob)
    {
        var path = await blobs.FetchAsync(blob, CancellationToken.None);
        await using var content = File.OpenRead(path);
        return LabelSetReader.Read(content);
    }
}
