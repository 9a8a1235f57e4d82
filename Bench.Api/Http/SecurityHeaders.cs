namespace Bench.Api.Http;

/// <summary>Headers that every answer has: pages, JSON, pictures, files, the API's own page, the job
/// dashboard. An answer that sets one of them itself is left as it is.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Path of the job dashboard.</summary>
    public const string DashboardPath = "/hangfire";

    /// <summary>For pages: they load nothing from elsewhere and run no inline script.</summary>
    public const string Page =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>For what is no page: nothing in it may load or run anything. A badge's own style attributes are its
    /// only style.</summary>
    const string NoPage = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>Swagger UI and Hangfire's dashboard bring scripts of their own and styles within elements.</summary>
    const string Tool =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.TryAdd("Content-Security-Policy", IsTool(http.Request.Path) ? Tool : NoPage);
            return Task.CompletedTask;
        });
        return next(http);
    }

    static bool IsTool(PathString path) => path.StartsWithSegments("/swagger") || path.StartsWithSegments(DashboardPath);
}
