using System.Text;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Pages.Drawing;
using Bench.Api.Reports;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bench.Api.Pages;

/// <summary>Boards for other people's pages: they may be framed and shown anywhere.</summary>
internal static class EmbedEndpoints
{
    /// <summary>Rows of a board that an address without a limit gets.</summary>
    public const int Rows = 20;

    public static readonly PathString Root = new("/embed");

    /// <summary>For a board in somebody's frame: it loads nothing from elsewhere and posts nothing.</summary>
    public const string Policy =
        "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *";

    public static void MapEmbeds(this IEndpointRouteBuilder app)
    {
        app.MapGet("/embed/board.svg", Picture).ExcludeFromDescription();
        app.MapGet("/embed/board.png", BoardCard).ExcludeFromDescription();
        app.MapGet("/embed/models/{id:guid}.png", ModelCard).ExcludeFromDescription();
    }

    static async Task<Results<ContentHttpResult, StatusCodeHttpResult>> Picture(
        [AsParameters] LeaderboardRequest request,
        Boards boards,
        LeaderboardQuery query,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var plan = await PlanAsync(request with { Limit = request.Limit ?? Rows, Columns = "" }, boards, cancellationToken);
        if (http.IsUnchanged(plan.ETag(http.Request.Path, http.Request.QueryString.Value ?? "")))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return TypedResults.Text(BoardPicture.Draw(await query.RunAsync(plan, cancellationToken)), "image/svg+xml", Encoding.UTF8);
    }

    /// <summary>For the links that people share: the first rows as PNG.</summary>
    static async Task<Results<FileContentHttpResult, StatusCodeHttpResult>> BoardCard(
        [AsParameters] LeaderboardRequest request,
        Boards boards,
        LeaderboardQuery query,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var plan = await PlanAsync(request with { Limit = LinkCard.MostRows, Columns = "", Cursor = null }, boards, cancellationToken);
        if (http.IsUnchanged(plan.ETag(http.Request.Path, http.Request.QueryString.Value ?? "")))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return TypedResults.Bytes(LinkCards.Of(await query.RunAsync(plan, cancellationToken)), "image/png");
    }

    static async Task<FileContentHttpResult> ModelCard(Guid id, ModelReports reports, HttpContext http, CancellationToken cancellationToken)
    {
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return TypedResults.Bytes(LinkCards.Of(await reports.ReadAsync(id, cancellationToken)), "image/png");
    }

    static async Task<LeaderboardPlan> PlanAsync(LeaderboardRequest request, Boards boards, CancellationToken cancellationToken)
    {
        var subjects = await boards.SubjectsAsync(cancellationToken);
        return subjects.Count == 0
            ? throw new RefusalException(RefusalKind.NotFound, "dataset-not-found", "There is no board yet.", "Register a dataset first.")
            : LeaderboardPlanner.Plan(request, subjects);
    }
}
