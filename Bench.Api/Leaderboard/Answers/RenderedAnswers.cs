using Bench.Data.Access;
using Bench.Service.Access;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Leaderboard.Answers;

/// <summary>Answers as they were sent, by their address: the same request to unchanged boards gets the
/// same bytes, and neither is the address read again nor the answer rendered.</summary>
internal sealed class RenderedAnswers(Boards boards, ISightSource sights) : IDisposable
{
    const long MostBytes = 64L << 20;

    static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    /// <summary>The answer to a request; null when it is not here, or when something that it was read from has
    /// changed.</summary>
    public async Task<RenderedAnswer?> FindAsync(HttpRequest request, CancellationToken cancellationToken) =>
        _answers.Get<RenderedAnswer>(Address(request)) is { } answer && answer.IsCurrent(await boards.SubjectsAsync(cancellationToken))
            ? answer
            : null;

    public void Keep(HttpRequest request, RenderedAnswer answer) =>
        _answers.Set(Address(request), answer, new MemoryCacheEntryOptions { Size = answer.Body.Length, SlidingExpiration = Kept });

    public void Dispose() => _answers.Dispose();

    /// <summary>The part of an answer's key that comes from its reader: a page names who is signed in; the API's
    /// answers name no person.</summary>
    public static string ReaderOf(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") ? "" : Caller.Of(request.HttpContext.User)?.KeyId.ToString("N") ?? "";

    /// <summary>Readers who may see different things have answers of their own, and so has each address of the service: a page
    /// says where it is, so a request with another host has its own answer.</summary>
    string Address(HttpRequest request) =>
        $"{sights.Current.Version}{ReaderOf(request)} {request.Scheme}://{request.Host}{request.PathBase}{request.Path.Value}"
        + request.QueryString.Value;
}
