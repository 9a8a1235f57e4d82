using Bench.Service.Access;

namespace Bench.Api.Trail;

/// <summary>Every request of a known key that may change something is in the audit log, those included that its role
/// forbids. Runs after the limit of writes, which bounds the log, and before authorization.</summary>
internal sealed class TrailMiddleware(RequestDelegate next, AuditTrail trail)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (MayChange(http) && Caller.Of(http.User) is { } caller)
            await trail.BeginAsync(http, caller);
        await next(http);
    }

    static bool MayChange(HttpContext http) =>
        http.Request.Method is not ("GET" or "HEAD" or "OPTIONS" or "TRACE")
        && http.GetEndpoint() is { } endpoint
        && endpoint.Metadata.GetMetadata<NotAuditedAttribute>() is null;
}
