using System.ComponentModel;
using Bench.Api.Http;
using Bench.Metrics.Calibration;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>Binned calibration errors: one metric with three parameters.</summary>
internal static class CalibrationEndpoints
{
    public static RouteGroupBuilder MapCalibration(this RouteGroupBuilder api)
    {
        var reads = api.MapEvaluationReads();
        reads
            .MapGet("/calibration", Get)
            .WithName("GetCalibration")
            .WithSummary("Calibration errors by family, number of bins and stage: before and after temperature")
            .Produces(304);
        api.MapGet("/metrics/calibration", Parameters)
            .WithTags("Metrics")
            .WithName("GetCalibrationParameters")
            .AddEndpointFilter(new EntityTagFilter())
            .Produces(304)
            .WithSummary("Parameters of binned calibration errors: families, numbers of bins, stages");
        return api;
    }

    static Ok<CalibrationParameters> Parameters() => TypedResults.Ok(CalibrationFamilies.Parameters);

    static async Task<Ok<CalibrationAnswer>> Get(
        Guid id,
        [FromQuery, Description("'original' when absent.")] string? labelSet,
        [FromQuery, Description("ece, ece-mass, mce, classwise-ece or classwise-ece-mass; all when absent.")] string? family,
        [FromQuery, Description("5, 10, 15, 20, 25, 50, 100, 200 or 500; all when absent.")] int? bins,
        [
            FromQuery,
            Description(
                "all (every used image), before or after (temperature, on the images that it is not fitted on); before and after "
                    + "when absent."
            )
        ]
            string? stage,
        CalibrationReader reader,
        CancellationToken cancellationToken
    )
    {
        if (bins is { } count && !CalibrationSweep.Bins.Contains(count))
            throw new RefusalException(
                RefusalKind.Malformed,
                "bins-invalid",
                $"bins is {count}.",
                $"Ask for one of {string.Join(", ", CalibrationSweep.Bins)} bins."
            );
        CalibrationFamily[] families = family is null ? Enum.GetValues<CalibrationFamily>() : [CalibrationFamilies.Parse(family)];
        CalibrationStage[] stages = stage is not null
            ? [CalibrationFamilies.ParseStage(stage)]
            : [CalibrationStage.Before, CalibrationStage.After];
        var answer = await reader.ReadAsync(id, labelSet, families, stages, cancellationToken);
        return TypedResults.Ok(bins is null ? answer : answer with { Items = [.. answer.Items.Where(number => number.Bins == bins)] });
    }
}
