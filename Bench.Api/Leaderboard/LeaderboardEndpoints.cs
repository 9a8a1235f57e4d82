using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bench.Api.Leaderboard;

internal static class LeaderboardEndpoints
{
    public static RouteGroupBuilder MapLeaderboard(this RouteGroupBuilder api)
    {
        var board = api.MapGroup("").WithTags("Leaderboard").ProducesProblem(400).ProducesProblem(404);
        board.MapGet("/leaderboard", Json).WithName("GetLeaderboard").WithSummary("Models ranked by a metric, with intervals, ties and any further columns").Produces(304);
        board.MapGet("/leaderboard.csv", Csv).WithName("GetLeaderboardCsv").WithSummary("The same rows as CSV").Produces<string>(200, "text/csv").Produces(304);
        return api;
    }

    static Task<Results<Ok<LeaderboardResponse>, StatusCodeHttpResult, ProblemHttpResult>> Json(
        [AsParameters] LeaderboardRequest request, LeaderboardPlanner planner, LeaderboardQuery query, HttpContext http, CancellationToken cancellationToken) =>
        AnswerAsync(request, planner, query, http, TypedResults.Ok, cancellationToken);

    static Task<Results<ContentHttpResult, StatusCodeHttpResult, ProblemHttpResult>> Csv(
        [AsParameters] LeaderboardRequest request, LeaderboardPlanner planner, LeaderboardQuery query, HttpContext http, CancellationToken cancellationToken) =>
        AnswerAsync(request, planner, query, http, board => TypedResults.Text(LeaderboardCsv.Write(board), new ContentType("text/csv") { CharSet = Encoding.UTF8.WebName }.ToString()), cancellationToken);

    static async Task<Results<T, StatusCodeHttpResult, ProblemHttpResult>> AnswerAsync<T>(
        LeaderboardRequest request, LeaderboardPlanner planner, LeaderboardQuery query, HttpContext http, Func<LeaderboardResponse, T> write, CancellationToken cancellationToken)
        where T : IResult
    {
        try
        {
            var plan = await planner.PlanAsync(request, cancellationToken);
            if (http.IsUnchanged(plan.ETag(http.Request.Path, http.Request.QueryString.Value ?? ""))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
            var view = await query.RunAsync(plan, cancellationToken);
            // An answer that still waits for its standing is not the one to keep.
            if (view.Standing is null) http.Response.Headers.ETag = default;
            return write(view.ToResponse());
        }
        catch (ReadProblem problem)
        {
            http.Response.Headers.ETag = default;
            return problem.ToResult();
        }
    }
}
