using System.ComponentModel;
using Bench.Api.Http;
using Bench.Metrics.Conformal;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Evaluations;

/// <summary>An evaluation's prediction sets: how large they are, and for which images they fail.</summary>
internal static class ConformalEndpoints
{
    public static RouteGroupBuilder MapConformal(this RouteGroupBuilder api)
    {
        var reads = api.MapGroup("/evaluations/{id:guid}")
            .WithTags("Evaluations")
            .AddEndpointFilter<EntityTagFilter>()
            .ProducesProblem(400)
            .ProducesProblem(404)
            .ProducesProblem(409);
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
        ScoredViews views,
        CancellationToken cancellationToken
    )
    {
        var options = new ConformalOptions();
        if (alpha is not null and not (> 0 and < 1))
            throw new RefusalException(
                RefusalKind.Malformed,
                "alpha-invalid",
                $"alpha is {alpha}.",
                "Ask for a share between 0 and 1, as 0.1."
            );
        options = options with { Alpha = alpha ?? options.Alpha };
        var view = await views.LoadAsync(id, labelSet, cancellationToken);
        if (ConformalPrediction.WhyMissing(view.Predictions.Content) is { } reason)
            throw RefusalException.Conflict(
                "predictions-too-few",
                $"There are no prediction sets: {reason}.",
                "Submit every logit as .npz, or evaluate the model here."
            );
        var methods = Enum.GetValues<ConformalMethod>();
        var split = view.Manifest.CalibrationSplit;
        var reports = ConformalPrediction.EvaluateAll(
            view.Predictions,
            [view.Labels],
            split,
            methods,
            options,
            new ParallelOptions { CancellationToken = cancellationToken }
        )[0];
        return TypedResults.Ok(
            new ConformalAnswer(
                labelSet ?? Service.Labels.LabelFormats.Original,
                options.Alpha,
                reports[0].CalibrationImages,
                reports[0].TestImages,
                [.. reports.Select(report => Sets(view, report))]
            )
        );
    }

    static ConformalSets Sets(ScoredView view, ConformalReport report) =>
        new(
            report.Method,
            Finite(report.Quantile),
            Line(new CoverageCount(report.TestImages, report.CoveredImages)),
            Finite(report.MeanSize),
            Finite(report.MedianSize),
            report.EmptySets,
            [.. report.Strata.Select(stratum => new SizeCoverage(stratum.From, stratum.To, Line(stratum.Count)))],
            [
                .. report
                    .Classes.Index()
                    .Where(line => line.Item.Images > 0)
                    .OrderBy(line => line.Item.Coverage)
                    .Select(line => new ClassCoverage(view.ClassOf(line.Index), Line(line.Item))),
            ]
        );

    static CoverageLine Line(CoverageCount count) =>
        new(count.Images, Finite(count.Coverage), Finite(count.Interval.Low), Finite(count.Interval.High));
}
