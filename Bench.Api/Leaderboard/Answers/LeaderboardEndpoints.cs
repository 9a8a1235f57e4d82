using System.Text;
using System.Text.Json;
using Bench.Api.Leaderboard.Plans;
using Bench.Service.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bench.Api.Leaderboard.Answers;

internal static class LeaderboardEndpoints
{
    public static RouteGroupBuilder MapLeaderboard(this RouteGroupBuilder api)
    {
        var board = api.MapGroup("").WithTags("Leaderboard").ProducesProblem(400).ProducesProblem(404);
        Map("/leaderboard", "application/json", answer => JsonSerializer.SerializeToUtf8Bytes(answer, BenchJson.Options))
            .WithName("GetLeaderboard")
            .WithSummary("Models ranked by a metric, with intervals, ties and any further columns")
            .Produces<LeaderboardResponse>()
            .Produces(304);
        Map("/leaderboard.csv", "text/csv", answer => Encoding.UTF8.GetBytes(LeaderboardCsv.Write(answer)))
            .WithName("GetLeaderboardCsv")
            .WithSummary("The same rows as CSV")
            .Produces<string>(200, "text/csv")
            .Produces(304);
        Map("/leaderboard.md", "text/markdown", answer => Encoding.UTF8.GetBytes(LeaderboardMarkdown.Write(answer)))
            .WithName("GetLeaderboardMarkdown")
            .WithSummary("The same rows as a table in Markdown, in percent")
            .Produces<string>(200, "text/markdown")
            .Produces(304);
        Map("/leaderboard.tex", "text/x-tex", answer => Encoding.UTF8.GetBytes(LeaderboardLatex.Write(answer)))
            .WithName("GetLeaderboardLatex")
            .WithSummary("The same rows as a LaTeX table (booktabs), in percent")
            .Produces<string>(200, "text/x-tex")
            .Produces(304);
        return api;

        RouteHandlerBuilder Map(string path, string type, Func<LeaderboardResponse, byte[]> write) =>
            board.MapGet(
                path,
                (
                    [AsParameters] LeaderboardRequest request,
                    Boards boards,
                    LeaderboardQuery query,
                    RenderedAnswers answers,
                    HttpContext http,
                    CancellationToken cancellationToken
                ) => AnswerAsync(request, boards, query, answers, http, write, $"{type}; charset=utf-8", cancellationToken)
            );
    }

    static async Task<Results<FileContentHttpResult, StatusCodeHttpResult>> AnswerAsync(
        LeaderboardRequest request,
        Boards boards,
        LeaderboardQuery query,
        RenderedAnswers answers,
        HttpContext http,
        Func<LeaderboardResponse, byte[]> write,
        string contentType,
        CancellationToken cancellationToken
    )
    {
        if (await answers.FindAsync(http.Request, cancellationToken) is { } known)
        {
            if (http.IsUnchanged(known.ETag))
                return TypedResults.StatusCode(StatusCodes.Status304NotModified);
            http.Response.Headers.Link = known.Link;
            return TypedResults.Bytes(known.Body, contentType);
        }
        var plan = LeaderboardPlanner.Plan(request, await boards.SubjectsAsync(cancellationToken));
        var etag = plan.ETag(http.Request.Path, http.Request.QueryString.Value ?? "");
        if (http.IsUnchanged(etag))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var part = await query.RunAsync(plan, cancellationToken);
        var response = part.ToResponse();
        var (body, link) = (write(response), NextLink(http.Request, response.Next));
        http.Response.Headers.Link = link;
        // An answer that still waits for its standing is not the one to keep.
        if (part.Standing is null)
            http.Response.Headers.ETag = default;
        else
            answers.Keep(http.Request, new RenderedAnswer(plan, etag, body, contentType, link));
        return TypedResults.Bytes(body, contentType);
    }

    /// <summary>The same address with the cursor of the rows that follow, for forms that have no field for it.
    /// Relative to the address that was asked (RFC 8288), so that it holds behind any proxy.</summary>
    static string? NextLink(HttpRequest request, string? next)
    {
        if (next is null)
            return null;
        var kept = request
            .Query.Where(pair => !pair.Key.Equals("cursor", StringComparison.OrdinalIgnoreCase))
            .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value));
        return $"<{QueryString.Create([.. kept, new("cursor", next)])}>; rel=\"next\"";
    }
}
