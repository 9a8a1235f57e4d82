using System.Text.Encodings.Web;
using Bench.Api.Http;
using Microsoft.Net.Http.Headers;

namespace Bench.Api.Problems;

/// <summary>A problem as a page, for browsers. It reads nothing: it has to come when the database is
/// away.</summary>
internal sealed class ProblemPage : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context)
    {
        var request = context.HttpContext.Request;
        var wanted = request.GetTypedHeaders().Accept;
        return Wants(wanted, "text/html")
            && (!request.Path.StartsWithSegments("/api") || !(Wants(wanted, "application/json") || Wants(wanted, "*/*")));
    }

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        ProblemServices.Complete(problem);
        ProblemServices.Remember(context);
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Page;
        var title = Text(problem.Title?[..1] + problem.Title?[1..].ToLowerInvariant());
        using var nextStep = new StringWriter();
        StepText
            .Of(
                problem.Status == StatusCodes.Status404NotFound
                    ? "Begin at the leaderboard, or go back."
                    : $"{problem.Extensions["nextStep"]}"
            )
            .WriteTo(nextStep, HtmlEncoder.Default);
        await http.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>{title} — Bench</title>
                <link rel="stylesheet" href="/bench.css">
                <link rel="icon" href="/icon.svg" type="image/svg+xml">
            </head>
            <body>
                <header class="top"><div><a class="brand" href="/">Bench<span>.</span></a><nav aria-label="Sections"><a href="/">Leaderboard</a><a href="/datasets">Datasets</a><a href="/submit">Submit a model</a></nav></div></header>
                <main id="content">
                    <h1>{title}</h1>
                    <div class="note bad" role="alert">
                        <p><strong>{Text(problem.Detail)}</strong></p>
                        <p>{nextStep}</p>
                        <p><small>Code: <code>{Text(problem.Extensions["code"])}</code></small></p>
                    </div>
                </main>
            </body>
            </html>
            """,
            http.RequestAborted
        );
    }

    static bool Wants(IList<MediaTypeHeaderValue> accepted, string type) =>
        accepted.Any(one => one.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) && one.Quality != 0);

    static string Text(object? value) => HtmlEncoder.Default.Encode(value?.ToString() ?? "");
}
