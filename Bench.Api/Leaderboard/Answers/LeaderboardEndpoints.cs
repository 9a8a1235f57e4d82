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
            return http.IsUnchanged(known.ETag)
                ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
                : TypedResults.Bytes(known.Body, contentType);
        var plan = LeaderboardPlanner.Plan(request, await boards.SubjectsAsync(cancellationToken));
        var etag = plan.ETag(http.Request.Path, http.Request.QueryString.Value ?? "");
        if (http.IsUnchanged(etag))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var part = await query.RunAsync(plan, cancellationToken);
        var body = write(part.ToResponse());
        // An answer that still waits for its standing is not the one to keep.
        if (part.Standing is null)
            http.Response.Headers.ETag = default;
        else
            answers.Keep(http.Request, new RenderedAnswer(plan, etag, body, contentType));
        return TypedResults.Bytes(body, contentType);
    }
}
