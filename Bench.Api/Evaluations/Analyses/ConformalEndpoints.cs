using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bench.Metrics.Conformal;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>An evaluation's prediction sets: how large they are, and for which images they fail.</summary>
internal static class ConformalEndpoints
{
    const string Own = "own";
    const string Clean = "clean";

    public static RouteGroupBuilder MapConformal(this RouteGroupBuilder api)
    {
        var reads = api.MapEvaluationReads();
        reads
            .MapGet("/conformal", Get)
            .WithName("GetConformal")
            .WithSummary("Prediction sets by LAC, APS and RAPS: size, coverage, and coverage by size and by class")
            .Produces(304);
        return api;
    }

    static async Task<Ok<ConformalAnswer>> Get(
        Guid id,
        [FromQuery, Description("'original' when absent.")] string? labelSet,
        [FromQuery, Description("Share of images whose set may miss the label, between 0 and 1; 0.1 when absent.")] double? alpha,
        [
            FromQuery,
            Description(
                "Whose calibration split gives the thresholds: 'own' (when absent), or 'clean': the clean "
                    + "dataset's, which shows what coverage is left under shift."
            ),
            AllowedValues(Own, Clean)
        ]
            string? calibration,
        ConformalReader reader,
        CancellationToken cancellationToken
    )
    {
        if (calibration is not (null or Own or Clean))
            throw new RefusalException(
                RefusalKind.Malformed,
                "calibration-invalid",
                $"calibration is '{Service.Inputs.FirstTen.Printable(calibration)}'.",
                $"Ask for '{Own}' or '{Clean}'."
            );
        var options = new ConformalOptions();
        if (alpha is not null and not (> 0 and < 1))
            throw new RefusalException(
                RefusalKind.Malformed,
                "alpha-invalid",
                $"alpha is {alpha}.",
                "Ask for a share between 0 and 1, as 0.1."
            );
        options = options with { Alpha = alpha ?? options.Alpha };
        return TypedResults.Ok(await reader.ReadAsync(id, labelSet, options, calibration == Clean, cancellationToken));
    }
}
