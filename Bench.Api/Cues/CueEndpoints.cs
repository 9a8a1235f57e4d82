using Bench.Api.Http;
using Bench.Data.Outcomes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bench.Api.Cues;

internal static class CueEndpoints
{
    public static RouteGroupBuilder MapCues(this RouteGroupBuilder api)
    {
        var cues = api.MapGroup("/datasets/{key}")
            .WithTags("Robustness")
            .AddEndpointFilter(new EntityTagFilter())
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
        cues.MapGet("/shape-bias", Get)
            .WithName("GetShapeBiasBoard")
            .WithSummary("Whether shape or texture decides for every model, by class, and how consistent their errors are with people's")
            .Produces(304);
        cues.MapGet("/shape-bias.csv", Csv)
            .WithName("GetShapeBiasBoardCsv")
            .WithSummary("The same as CSV, one model and class a line; the class is empty for all images")
            .Produces<string>(200, "text/csv")
            .Produces(304);
        return api;
    }

    static async Task<Ok<CueBoard>> Get(string key, [AsParameters] CueQuery query, CueReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ReadAsync(key, query, cancellationToken));

    static async Task<ContentHttpResult> Csv(
        string key,
        [AsParameters] CueQuery query,
        CueReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Text(Write(await reader.ReadAsync(key, query, cancellationToken)), "text/csv; charset=utf-8");

    static string Write(CueBoard board)
    {
        var text = new CsvText();
        text.Line(
            "model_id",
            "model",
            "person",
            "class",
            "n",
            "shape",
            "texture",
            "shape_bias",
            "ci_low",
            "ci_high",
            "mean_kappa",
            "checks"
        );
        foreach (var row in board.Rows)
        {
            Line(row, "", row.All, row.MeanKappa);
            foreach (var (each, count) in board.Classes.Zip(row.ByClass))
                Line(row, each.Id, count, null);
        }
        return text.ToString();

        void Line(CueRow row, string id, CueCount count, double? kappa) =>
            text.Line(
                row.ModelId,
                row.Model,
                row.IsPerson,
                id,
                count.N,
                count.Shape,
                count.Texture,
                count.ShapeBias,
                count.CiLow,
                count.CiHigh,
                kappa,
                board.Checks.With(row.Checks).Codes()
            );
    }
}
