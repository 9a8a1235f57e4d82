using System.ComponentModel;
using Bench.Api.Http;
using Bench.Metrics.Accuracy;
using Bench.Metrics.MultiLabel;
using Bench.Metrics.Scoring.Views;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Evaluations;

/// <summary>An evaluation's numbers in groups: class by class, and by number of labels.</summary>
internal static class ClassEndpoints
{
    public static RouteGroupBuilder MapClasses(this RouteGroupBuilder api)
    {
        var reads = api.MapGroup("/evaluations/{id:guid}")
            .WithTags("Evaluations")
            .AddEndpointFilter<EntityTagFilter>()
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
        ScoredViews views,
        CancellationToken cancellationToken
    )
    {
        var view = await views.LoadAsync(id, labelSet, cancellationToken);
        if (!view.Labels.SingleLabel && view.Labels.OriginalClass.IsEmpty)
            throw RefusalException.Conflict(
                "class-of-image-missing",
                "The label set has several labels an image and no original class to file it under.",
                "Ask under 'original', or under a label set of one label an image."
            );
        var auroc = ClassAuroc.Of(view.Predictions, view.Labels, cancellationToken);
        return TypedResults.Ok(
            new ClassReportView(
                labelSet ?? "original",
                [
                    .. ClassReport
                        .Compute(view.Predictions, view.Labels)
                        .Where(score => score.Count > 0)
                        .Select(score => new ClassLine(
                            view.ClassOf(score.Class),
                            score.Count,
                            score.Predicted,
                            Number(score.Precision, score.PrecisionInterval),
                            Number(score.Recall, score.RecallInterval),
                            Number(score.F1, score.F1Interval),
                            auroc is null || double.IsNaN(auroc[score.Class].Value)
                                ? null
                                : Number(auroc[score.Class].Value, auroc[score.Class].Interval)
                        )),
                ]
            )
            {
                Checks = view.Checks,
            }
        );
    }

    static async Task<Ok<LabelCountReport>> LabelCounts(
        Guid id,
        [FromQuery, Description("'original' when absent.")] string? labelSet,
        ScoredViews views,
        CancellationToken cancellationToken
    )
    {
        var view = await views.LoadAsync(id, labelSet, cancellationToken);
        var used = Enumerable.Range(0, view.Labels.Count).Where(view.Labels.IsUsed).ToLookup(image => view.Labels.Of(image).Length);
        // Images with more labels than the predictions rank are a group without an accuracy.
        var ranked = view.Labels.Without(
            used.Where(group => group.Key > view.Predictions.HeadSize).SelectMany(group => group),
            "not-ranked"
        );
        var groups = SubsetAccuracy.Groups(view.Predictions, ranked).ToDictionary(group => group.LabelCount);
        return TypedResults.Ok(
            new LabelCountReport(
                labelSet ?? "original",
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
                Checks = view.Checks,
            }
        );
    }

    static ClassNumber Number(double value, Interval interval) => new(value, Finite(interval.Low), Finite(interval.High));
}
