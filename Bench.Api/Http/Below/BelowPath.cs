using Bench.Data;

namespace Bench.Api.Http.Below;

/// <summary>Serves below a path of a host that others use too, <c>Bench:PathBase</c>. Everything inside knows addresses from the root
/// alone: what comes is shortened and what goes is lengthened here, whether the proxy takes the path off or leaves it on.</summary>
internal static class BelowPath
{
    /// <summary>Comes first, so that every other part sees the short address.</summary>
    public static WebApplication UseBelowPath(this WebApplication app)
    {
        if (BaseOf(app) is { } below)
            app.Use(
                (http, next) =>
                {
                    if (http.Request.Path.StartsWithSegments(below, out var rest))
                        http.Request.Path = rest.HasValue ? rest : "/";
                    http.Request.PathBase = below;
                    return next(http);
                }
            );
        return app;
    }

    /// <summary>Comes between the compression of answers and whatever makes them.</summary>
    public static WebApplication UseLinksBelowPath(this WebApplication app)
    {
        if (BaseOf(app) is not { } below)
            return app;
        var addresses = new Lazy<HashSet<string>>(() => FirstSegments(app));
        app.Use(
            async (http, next) =>
            {
                var wire = http.Response.Body;
                await using var links = new LinkStream(wire, http.Response, below, addresses.Value);
                http.Response.OnStarting(() =>
                {
                    var headers = http.Response.Headers;
                    if (links.Mark != default)
                        headers.ContentLength = null;
                    if (
                        headers.Location.ToString() is ['/', ..] location
                        && !location.StartsWith("//", StringComparison.Ordinal)
                        && !new PathString(location.Split('?', '#')[0]).StartsWithSegments(below)
                    )
                        headers.Location = below + location;
                    return Task.CompletedTask;
                });
                http.Response.Body = links;
                try
                {
                    await next(http);
                    await http.Response.CompleteAsync();
                    await links.EndAsync(http.RequestAborted);
                }
                finally
                {
                    http.Response.Body = wire;
                }
            }
        );
        return app;
    }

    static string? BaseOf(WebApplication app) => Checked(app.Services.GetRequiredService<BenchOptions>().PathBase);

    /// <returns>The path without a slash at its end; null where there is none.</returns>
    /// <exception cref="InvalidOperationException">It is not a path.</exception>
    internal static string? Checked(string? setting)
    {
        var path = setting?.TrimEnd('/');
        return path is not { Length: > 0 } ? null
            : path.StartsWith('/') && path.Split('/')[1..].All(part => part.Length > 0 && part.All(IsPlain)) ? path
            : throw new InvalidOperationException(
                $"Bench:PathBase is '{path}', and is a path such as /bench: letters, digits, '-', '_' and '.' between slashes."
            );

        static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';
    }

    /// <summary>With which the addresses of pages and of the API begin.</summary>
    static HashSet<string> FirstSegments(WebApplication app) =>
        ((IEndpointRouteBuilder)app)
            .DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText?.TrimStart('/').Split('/')[0] ?? "")
            .Where(segment => segment.Length > 0 && !segment.Contains('{', StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
}
