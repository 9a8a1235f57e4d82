using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Leaderboard;

/// <summary>Answers as they were sent, by their version: whoever asks for the same thing of an unchanged board gets the same bytes without another rendering.</summary>
/// <remarks>A version names the request and everything that its answer was read from, so nothing here is ever out of date; what is not asked for is forgotten.</remarks>
internal sealed class RenderedAnswers : IDisposable
{
    const long MostBytes = 64L << 20;

    static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    /// <summary>The bytes of a version; null when it is not here.</summary>
    public byte[]? Find(string etag) => _answers.Get<byte[]>(etag);

    public void Keep(string etag, byte[] body) => _answers.Set(etag, body, new MemoryCacheEntryOptions { Size = body.Length, SlidingExpiration = Kept });

    public void Dispose() => _answers.Dispose();
}
