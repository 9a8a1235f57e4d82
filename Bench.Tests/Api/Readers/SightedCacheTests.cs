using Bench.Api.Readers;
using Bench.Data.Access;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Tests.Api.Readers;

/// <summary>What readers make the service remember goes when its memory fills.</summary>
public sealed class SightedCacheTests
{
    [Theory, InlineData(0.4, 100), InlineData(0.6, 50)]
    public void Half_of_what_is_kept_goes_when_half_of_the_memory_is_taken(double share, int left)
    {
        var now = 0.0;
        using var cache = new SightedCache(new Everything(), () => now);
        for (var i = 0; i < 100; i++)
            cache.Set(i, "kept");

        now = share;
        cache.Set("one more", "kept");

        cache.Count.ShouldBe(left + 1);
    }

    sealed class Everything : ISightSource
    {
        public Sight Current => Sight.Everything;
    }
}
