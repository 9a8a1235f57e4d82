using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bench.Data.Outcomes;
using Bench.Metrics.Conformal;
using Bench.Service.Evaluations.Scores.Derived;
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
        ScoredEvaluations evaluations,
        CleanAnswersLoader clean,
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
        var scored = await evaluations.LoadAsync(id, labelSet, cancellationToken);
        if (ConformalPrediction.WhyMissing(scored.Predictions.Content) is { } reason)
            throw RefusalException.Conflict(
                "predictions-too-few",
                $"There are no prediction sets: {reason}.",
                "Submit every logit as .npz, or evaluate the model here."
            );
        var methods = Enum.GetValues<ConformalMethod>();
        var parallel = new ParallelOptions { CancellationToken = cancellationToken };
        var key = labelSet ?? Service.Labels.Formats.LabelFormats.Original;
        var calibratedOn = scored.Loaded.Dataset.Key;
        var checks = scored.Checks;
        IReadOnlyList<ConformalReport> reports;
        if (calibration == Clean)
        {
            var (known, why) = await clean.LoadAsync(scored.Evaluation, key, scored.Manifest, cancellationToken);
            if (known is null || ConformalPrediction.WhyMissing(known.Predictions.Content) is not null)
                throw RefusalException.Conflict(
                    "clean-evaluation-missing",
                    $"There is nothing to calibrate on: {why ?? "the clean predictions lack the probability of every class"}.",
                    $"Evaluate the model over the clean dataset first, or ask for calibration={Own}."
                );
            calibratedOn = known.Dataset.Key;
            checks = checks.With(known.Checks.About($"Over {calibratedOn}"));
            reports = ConformalPrediction.EvaluateShifted(
                known.Predictions,
                known.Labels,
                known.CalibrationSplit,
                scored.Predictions,
                scored.Labels,
                methods,
                options,
                parallel
            );
        }
        else
            reports = ConformalPrediction.EvaluateAll(
                scored.Predictions,
                [scored.Labels],
                scored.Manifest.CalibrationSplit,
                methods,
                options,
                parallel
            )[0];
        return TypedResults.Ok(
            new ConformalAnswer(
                key,
                options.Alpha,
                calibratedOn,
                scored.Loaded.Dataset.Key,
                reports[0].CalibrationImages,
                reports[0].TestImages,
                [.. reports.Select(report => Sets(scored, report))]
            )
            {
                Checks = checks,
            }
        );
    }

    static ConformalSets Sets(ScoredEvaluation scored, ConformalReport report) =>
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
                    .Select(line => new ClassCoverage(scored.ClassOf(line.Index), Line(line.Item))),
            ]
        );

    static CoverageLine Line(CoverageCount count) =>
        new(count.Images, Finite(count.Coverage), Finite(count.Interval.Low), Finite(count.Interval.High));
}
