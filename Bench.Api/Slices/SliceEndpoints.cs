using Bench.Api.Http;
using Bench.Data.Outcomes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bench.Api.Slices;

internal static class SliceEndpoints
{
    public static RouteGroupBuilder MapSlices(this RouteGroupBuilder api)
    {
        var slices = api.MapGroup("/datasets/{key}")
            .WithTags("Leaderboard")
            .AddEndpointFilter(new EntityTagFilter())
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
        slices
            .MapGet("/slices", Get)
            .WithName("GetSlices")
            .WithSummary("Every model of the board by one property of the images")
            .Produces(304);
        slices
            .MapGet("/slices.csv", Csv)
            .WithName("GetSlicesCsv")
            .WithSummary("The same as CSV, one model and value a line")
            .Produces<string>(200, "text/csv")
            .Produces(304);
        return api;
    }

    static async Task<Ok<SliceBoard>> Get(
        string key,
        [AsParameters] SliceQuery query,
        SliceReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reader.ReadAsync(key, query, cancellationToken));

    static async Task<ContentHttpResult> Csv(
        string key,
        [AsParameters] SliceQuery query,
        SliceReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Text(Write(await reader.ReadAsync(key, query, cancellationToken)), "text/csv; charset=utf-8");

    static string Write(SliceBoard board)
    {
        var text = new CsvText();
        text.Line(
            "rank",
            "model_id",
            "model",
            "set",
            "version",
            "facet",
            "value",
            "within",
            "n",
            "accuracy",
            "ci_low",
            "ci_high",
            "error_ratio",
            "checks"
        );
        foreach (var row in board.Rows)
        foreach (var (value, cell) in board.Values.Zip(row.Cells))
            text.Line(
                row.Rank,
                row.ModelId,
                row.Model,
                board.Set,
                board.Version,
                board.Facet,
                value,
                board.Within,
                cell.N,
                cell.Accuracy,
                cell.CiLow,
                cell.CiHigh,
                cell.ErrorRatio,
                board.Checks.With(row.Checks).Codes()
            );
        return text.ToString();
    }
}
