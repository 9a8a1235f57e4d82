using Bench.Service.Access;
using Microsoft.AspNetCore.Authentication;

namespace Bench.Api.Auth;

/// <summary>Who sends no key is told so first. Routing looks at the Content-Type before anybody looks at the key, and
/// its answer asks for none.</summary>
internal sealed class KeyBeforeMediaType(RequestDelegate next)
{
    /// <summary>How routing calls the end that it chooses when no address takes the Content-Type.</summary>
    const string Unsupported = "415 HTTP Unsupported Media Type";

    public Task InvokeAsync(HttpContext http) =>
        http.GetEndpoint()?.DisplayName == Unsupported && Caller.Of(http.User) is null ? http.ChallengeAsync() : next(http);
}
