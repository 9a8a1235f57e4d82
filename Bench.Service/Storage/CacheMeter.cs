using System.Diagnostics.Metrics;
using Bench.Data;

namespace Bench.Service.Storage;

/// <summary>How often what a cache was asked for was there. The share of hits tells whether machines keep what they
/// work with.</summary>
public sealed class CacheMeter(IMeterFactory meters)
{
    /// <summary>Name of the meter, which is one with the workers' own.</summary>
    public const string Meter = "bench";

    readonly Counter<long> _lookups = meters
        .Create(Meter, BenchVersion.Text)
        .CreateCounter<long>(
            "cache.lookup",
            "{lookup}",
            "Look-ups in a cache, by cache (crops, models, label-sets) and result (hit, miss)."
        );

    public void Looked(string cache, bool isHit) => Looked(cache, isHit ? 1 : 0, isHit ? 0 : 1);

    /// <summary>Many look-ups at once, such as the crops of a shard.</summary>
    public void Looked(string cache, int hits, int misses)
    {
        Add(cache, "hit", hits);
        Add(cache, "miss", misses);
    }

    void Add(string cache, string result, int count)
    {
        if (count > 0)
            _lookups.Add(count, KeyValuePair.Create("cache", (object?)cache), KeyValuePair.Create("result", (object?)result));
    }
}
