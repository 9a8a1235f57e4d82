using Bench.Data.Access;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Readers;

/// <summary>A memory cache apart for readers who may see different things: an entry that was read with one sight is
/// never handed to another. Entries that were not read for longest go when the process's memory fills.</summary>
internal sealed class SightedCache(ISightSource sights, Func<double> heapShare) : IMemoryCache
{
    /// <summary>Share of the memory that this process may have, above which half of what is kept goes.</summary>
    const double Full = 0.5;

    readonly MemoryCache _all = new(new MemoryCacheOptions());

    public SightedCache(ISightSource sights)
        : this(sights, HeapShare) { }

    internal int Count => _all.Count;

    public ICacheEntry CreateEntry(object key)
    {
        if (heapShare() > Full)
            _all.Compact(0.5);
        return _all.CreateEntry(Own(key));
    }

    public bool TryGetValue(object key, out object? value) => _all.TryGetValue(Own(key), out value);

    public void Remove(object key) => _all.Remove(Own(key));

    public void Dispose() => _all.Dispose();

    /// <summary>Of the machine's memory or the container's limit, as the last collection saw it.</summary>
    static double HeapShare()
    {
        var memory = GC.GetGCMemoryInfo();
        return (double)memory.HeapSizeBytes / Math.Max(1, memory.TotalAvailableMemoryBytes);
    }

    (string, object) Own(object key) => (sights.Current.Version, key);
}
