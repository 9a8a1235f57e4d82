using Microsoft.Net.Http.Headers;

namespace Bench.Api.Leaderboard;

/// <summary>Conditional reads (RFC 9110): a client that has the current version gets 304 instead of getting it
/// again.</summary>
internal static class ConditionalRead
{
    /// <summary>Marks the answer with its version and says whether the reader has it already.</summary>
    public static bool IsUnchanged(this HttpContext http, string etag)
    {
        http.Response.Headers.ETag = etag;
        http.Response.Headers.CacheControl = "no-cache";
        var version = new EntityTagHeaderValue(etag);
        return http
            .Request.GetTypedHeaders()
            .IfNoneMatch.Any(known => known == EntityTagHeaderValue.Any || known.Compare(version, useStrongComparison: false));
    }
}
