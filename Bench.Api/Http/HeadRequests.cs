namespace Bench.Api.Http;

/// <summary>A HEAD gets what a GET would, without the body, which the server leaves out: checkers of links, feed readers
/// and <c>curl -I</c> ask so.</summary>
internal static class HeadRequests
{
    public static void UseHeadRequests(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                if (HttpMethods.IsHead(http.Request.Method) && !HasItsOwn(http.Request.Path))
                    http.Request.Method = HttpMethods.Get;
                return next(http);
            }
        );

    /// <remarks>tus' HEAD is another operation than its GET; a stream of events would be written into nothing until its
    /// end.</remarks>
    static bool HasItsOwn(PathString path) =>
        path.StartsWithSegments("/api/v1/uploads") || path.Value?.EndsWith("/events", StringComparison.OrdinalIgnoreCase) == true;
}
