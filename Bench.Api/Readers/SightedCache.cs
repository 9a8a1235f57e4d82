using Bench.Data.Access;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Readers;

/// <summary>A memory cache apart for readers who may see different things: an entry that was read with one sight is
/// never handed to another.</summary>
internal sealed class SightedCache(ISightSource sights) : IMemoryCache
{
    readonly MemoryCache _all = new(new MemoryCacheOptions());

    internal int Count => _all.Count;

    public ICacheEntry CreateEntry(object key) => _all.CreateEntry(Own(key));

    public bool TryGetValue(object key, out object? value) => _all.TryGetValue(Own(key), out value);

    public void Remove(object key) => _all.Remove(Own(key));

    public void Dispose() => _all.Dispose();

    (string, object) Own(object key) => (sights.Current.Version, key);
}
