using Bench.Api.Http;
using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Readers;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bench.Api.Readers;

/// <summary>Finds out what the sender of a request may see before anything is read for it. Runs after
/// authorization.</summary>
internal sealed class SightMiddleware(RequestDelegate next, RequestSight sight)
{
    /// <summary>Addresses that operators and machines ask: counts and states, and nothing by name.</summary>
    static readonly PathString[] WithoutReader = ["/health", "/metrics", SecurityHeaders.DashboardPath];

    public async Task InvokeAsync(HttpContext http, Sights sights)
    {
        if (http.GetEndpoint() is null || Array.Exists(WithoutReader, path => http.Request.Path.StartsWithSegments(path)))
            sight.See(Sight.Everything);
        else
        {
            var caller = Caller.Of(http.User);
            sight.See(await sights.OfAsync(caller, http.RequestAborted));
            if (caller is not null)
                http.Response.OnStarting(() => KeepApart(http.Response));
        }
        await next(http);
    }

    /// <summary>An answer to somebody with a key is not for caches that others share.</summary>
    static Task KeepApart(HttpResponse response)
    {
        var control = response.Headers.CacheControl;
        if (!StringValues.IsNullOrEmpty(control))
            response.Headers.CacheControl = control.ToString().Replace("public", "private", StringComparison.OrdinalIgnoreCase);
        response.Headers.Append(HeaderNames.Vary, "Authorization, Cookie");
        return Task.CompletedTask;
    }
}
