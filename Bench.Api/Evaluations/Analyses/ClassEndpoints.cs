using System.ComponentModel;
using Bench.Api.Http;
using Bench.Api.Metrics;
using Bench.Metrics.Accuracy;
using Bench.Metrics.MultiLabel;
using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;
using Bench.Service.Labels.Formats;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>An evaluation's numbers in groups: class by class, and by number of labels.</summary>
internal static class ClassEndpoints
{
    public static RouteGroupBuilder MapClasses(this RouteGroupBuilder api)
    {
        var reads = api.MapGroup("/evaluations/{id}")
            .WithTags("Evaluations")
            .AddEndpointFilter(new EntityTagFilter())
            .ProducesProblem(404)
            .ProducesProblem(409);
        reads
            .MapGet("/classes", Classes)
            .WithName("GetClassReport")
            .WithSummary("Precision, recall, F1 and AUROC of each class")
            .Produces(304);
        reads
            .MapGet("/label-counts", LabelCounts)
            .WithName("GetLabelCounts")
            .WithSummary("Variable top-k accuracy by number of labels, with the size of each group")
            .Produces(304);
        return api;
    }

    static async Task<Ok<ClassReportView>> Classes(
        Guid id,
        [FromQuery, Description("'original' when absent.")] string? labelSet,
        ScoredEvaluations evaluations,
        CancellationToken cancellationToken
    )
    {
        var scored = await evaluations.LoadAsync(id, labelSet, cancellationToken);
        if (!scored.Labels.SingleLabel && scored.Labels.OriginalClass.IsEmpty)
            throw RefusalException.Conflict(
                "class-of-image-missing",
                "The label set has several labels an image and no original class to file it under.",
                "Ask under 'original', or under a label set of one label an image."
            );
        var auroc = ClassAuroc.Of(scored.Predictions, scored.Labels, cancellationToken);
        return TypedResults.Ok(
            new ClassReportView(
                labelSet ?? LabelFormats.Original,
                [
                    .. ClassReport
                        .Compute(scored.Predictions, scored.Labels, scored.Manifest.Pictures)
                        .Where(score => score.Count > 0)
                        .Select(score => new ClassLine(
                            scored.ClassOf(score.Class),
                            score.Count,
                            score.Predicted,
                            Number(score.Precision, score.PrecisionInterval),
                            Number(score.Recall, score.RecallInterval),
                            Number(score.F1, score.F1Interval),
                            auroc is null || double.IsNaN(auroc[score.Class].Value)
                                ? null
                                : Number(
                                    auroc[score.Class].Value,
                                    scored.Manifest.Pictures is null
                                        ? auroc[score.Class].Interval
                                        : Interval.Without(NoInterval.PicturesRepeated)
                                )
                        )),
                ]
            )
            {
                Checks = scored.Checks,
            }
        );
    }

    static async Task<Ok<LabelCountReport>> LabelCounts(
        Guid id,
        [FromQuery, Description("'original' when absent.")] string? labelSet,
        ScoredEvaluations evaluations,
        CancellationToken cancellationToken
    )
    {
        var scored = await evaluations.LoadAsync(id, labelSet, cancellationToken);
        var used = Enumerable.Range(0, scored.Labels.Count).Where(scored.Labels.IsUsed).ToLookup(image => scored.Labels.Of(image).Length);
        // Images with more labels than the predictions rank are a group without an accuracy.
        var ranked = scored.Labels.Without(
            used.Where(group => group.Key > scored.Predictions.HeadSize).SelectMany(group => group),
            "not-ranked"
        );
        var groups = SubsetAccuracy.Groups(scored.Predictions, ranked, scored.Manifest.Pictures).ToDictionary(group => group.LabelCount);
        return TypedResults.Ok(
            new LabelCountReport(
                labelSet ?? LabelFormats.Original,
                [
                    .. used.OrderBy(group => group.Key)
                        .Select(group =>
                            groups.TryGetValue(group.Key, out var found)
                                ? new LabelCountGroup(group.Key, found.Count, found.Accuracy, found.Interval.Low, found.Interval.High)
                                : new LabelCountGroup(group.Key, group.Count(), null, null, null)
                        ),
                ]
            )
            {
                Checks = scored.Checks,
            }
        );
    }

    static ClassNumber Number(double value, Interval interval) =>
        new(value, Finite(interval.Low), Finite(interval.High), NoIntervalView.Of(value, interval));
}
