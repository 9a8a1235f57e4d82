using System.ComponentModel;
using Bench.Api.Evaluations;
using Bench.Api.Http;
using Bench.Api.Leaderboard;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Robustness;

/// <summary>Answers that take several evaluations at once: a corruption tree's curve, a board's trend, an oracle, a
/// parent.</summary>
internal static class RobustnessEndpoints
{
    public static RouteGroupBuilder MapRobustness(this RouteGroupBuilder api)
    {
        var evaluations = api.MapEvaluationReads("Robustness");
        evaluations
            .MapGet("/corruptions", Corruptions)
            .WithName("GetCorruptions")
            .WithSummary("Error by corruption and severity, of an evaluation over a corruption tree")
            .Produces(304);
        evaluations
            .MapGet("/parent", Parent)
            .WithName("CompareWithParent")
            .WithSummary("Each metric's change against the model's declared parent")
            .Produces(304);
        evaluations
            .MapGet("/shape-bias", ShapeOrTexture)
            .WithName("GetShapeBias")
            .WithSummary("Whether shape or texture decides, from two label sets of images with two cues")
            .Produces(304);
        var boards = api.MapGroup("/leaderboard")
            .WithTags("Robustness")
            .AddEndpointFilter(new EntityTagFilter())
            .ProducesProblem(400)
            .ProducesProblem(404);
        boards
            .MapGet("/effective-robustness", Effective)
            .WithName("GetEffectiveRobustness")
            .WithSummary("The fit of shifted on clean accuracy over a board's baseline models, and each model's distance from it")
            .Produces(304);
        boards
            .MapGet("/oracle-relative", Oracle)
            .WithName("GetOracleRelative")
            .WithSummary("Robustness among the images that an oracle model gets right")
            .Produces(304);
        return api;
    }

    static async Task<Ok<CorruptionCurve>> Corruptions(
        Guid id,
        [FromQuery, Description("'original' when absent.")] string? labelSet,
        CorruptionCurveReader curves,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await curves.ReadAsync(id, labelSet, cancellationToken));

    static async Task<Ok<ShapeBiasAnswer>> ShapeOrTexture(
        Guid id,
        [FromQuery, Description("Label set with the class that each image's shape shows; 'original' when absent.")] string? shape,
        [FromQuery, Description("Label set with the class that its texture shows.")] string texture,
        ShapeBiasReader reader,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await reader.ReadAsync(id, shape, texture, cancellationToken));

    static async Task<Ok<ParentComparison>> Parent(
        Guid id,
        [FromQuery, Description("'original' when absent.")] string? labelSet,
        ParentReader parents,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await parents.ReadAsync(id, labelSet, cancellationToken));

    static async Task<Ok<EffectiveRobustnessBoard>> Effective(
        [FromQuery] string? dataset,
        [FromQuery, Description("'original' when absent.")] string? labelSet,
        [FromQuery, Description("Part of what baseline models were trained on, such as 'ImageNet-1k'; all models when absent.")]
            string? baseline,
        BoardRobustness boards,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await boards.EffectiveAsync(dataset, labelSet, baseline, cancellationToken));

    static async Task<Ok<OracleRelativeBoard>> Oracle(
        [FromQuery] string? dataset,
        [FromQuery, Description("'original' when absent.")] string? labelSet,
        [FromQuery, Description("Id of the oracle model; the one that the operator designated for the dataset when absent.")] Guid? oracle,
        OracleReader oracles,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await oracles.ReadAsync(dataset, labelSet, oracle, cancellationToken));
}
