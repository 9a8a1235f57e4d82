using System.Text;
using System.Text.Json;
using Bench.Service.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bench.Api.Leaderboard;

internal static class LeaderboardEndpoints
{
    public static RouteGroupBuilder MapLeaderboard(this RouteGroupBuilder api)
    {
        var board = api.MapGroup("").WithTags("Leaderboard").ProducesProblem(400).ProducesProblem(404);
        board
            .MapGet("/leaderboard", Json)
            .WithName("GetLeaderboard")
            .WithSummary("Models ranked by a metric, with intervals, ties and any further columns")
            .Produces<LeaderboardResponse>()
            .Produces(304);
        board
            .MapGet("/leaderboard.csv", Csv)
            .WithName("GetLeaderboardCsv")
            .WithSummary("The same rows as CSV")
            .Produces<string>(200, "text/csv")
            .Produces(304);
        board
            .MapGet("/leaderboard.md", Markdown)
            .WithName("GetLeaderboardMarkdown")
            .WithSummary("The same rows as a table in Markdown, in percent")
            .Produces<string>(200, "text/markdown")
            .Produces(304);
        board
            .MapGet("/leaderboard.tex", Latex)
            .WithName("GetLeaderboardLatex")
            .WithSummary("The same rows as a LaTeX table (booktabs), in percent")
            .Produces<string>(200, "text/x-tex")
            .Produces(304);
        return api;
    }

    static Task<Results<FileContentHttpResult, StatusCodeHttpResult>> Json(
        [AsParameters] LeaderboardRequest request,
        Boards boards,
        LeaderboardQuery query,
        RenderedAnswers answers,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        AnswerAsync(
            request,
            boards,
            query,
            answers,
            http,
            board => JsonSerializer.SerializeToUtf8Bytes(board, BenchJson.Options),
            "application/json; charset=utf-8",
            cancellationToken
        );

    static Task<Results<FileContentHttpResult, StatusCodeHttpResult>> Csv(
        [AsParameters] LeaderboardRequest request,
        Boards boards,
        LeaderboardQuery query,
        RenderedAnswers answers,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        AnswerAsync(
            request,
            boards,
            query,
            answers,
            http,
            board => Encoding.UTF8.GetBytes(LeaderboardCsv.Write(board)),
            "text/csv; charset=utf-8",
            cancellationToken
        );

    static Task<Results<FileContentHttpResult, StatusCodeHttpResult>> Markdown(
        [AsParameters] LeaderboardRequest request,
        Boards boards,
        LeaderboardQuery query,
        RenderedAnswers answers,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        AnswerAsync(
            request,
            boards,
            query,
            answers,
            http,
            board => Encoding.UTF8.GetBytes(LeaderboardMarkdown.Write(board)),
            "text/markdown; charset=utf-8",
            cancellationToken
        );

    static Task<Results<FileContentHttpResult, StatusCodeHttpResult>> Latex(
        [AsParameters] LeaderboardRequest request,
        Boards boards,
        LeaderboardQuery query,
        RenderedAnswers answers,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        AnswerAsync(
            request,
            boards,
            query,
            answers,
            http,
            board => Encoding.UTF8.GetBytes(LeaderboardLatex.Write(board)),
            "text/x-tex; charset=utf-8",
            cancellationToken
        );

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
        var plan = LeaderboardPlanner.Plan(request, await boards.ViewsAsync(cancellationToken));
        var etag = plan.ETag(http.Request.Path, http.Request.QueryString.Value ?? "");
        if (http.IsUnchanged(etag))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var view = await query.RunAsync(plan, cancellationToken);
        var body = write(view.ToResponse());
        // An answer that still waits for its standing is not the one to keep.
        if (view.Standing is null)
            http.Response.Headers.ETag = default;
        else
            answers.Keep(http.Request, new RenderedAnswer(plan, etag, body, contentType));
        return TypedResults.Bytes(body, contentType);
    }
}
