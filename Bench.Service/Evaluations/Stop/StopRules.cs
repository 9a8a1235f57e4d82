using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Service.Datasets.Registry;
using Bench.Service.Datasets.Variants;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Stop;

/// <summary>Settles what a request to stop early means for one dataset.</summary>
public static class StopRules
{
    const double UsualAlpha = 0.05;
    const double LargestAlpha = 0.5;

    /// <exception cref="RefusalException">The question is incomplete or out of range.</exception>
    public static void Check(StopWhen request)
    {
        var errors = new FieldErrors();
        if (request.BetterOrWorseBy is null == request.AccuracyAboveOrBelow is null)
            errors.Add("stopWhen", "one of betterOrWorseBy and accuracyAboveOrBelow is asked, not both and not none");
        if (request.BetterOrWorseBy is not null && request.Against is null)
            errors.Add("stopWhen.against", "betterOrWorseBy needs the other model");
        if (request.AccuracyAboveOrBelow is not null && request.Against is not null)
            errors.Add("stopWhen.against", "an accuracy is not asked about against a model");
        if (request.BetterOrWorseBy is < 0 or >= 1)
            errors.Add("stopWhen.betterOrWorseBy", "it is a fraction from 0 to below 1: 0.01 is one point");
        if (request.AccuracyAboveOrBelow is <= 0 or >= 1)
            errors.Add("stopWhen.accuracyAboveOrBelow", "it is a fraction between 0 and 1: 0.76 is 76 %");
        if (request.Alpha is <= 0 or > LargestAlpha)
            errors.Add("stopWhen.alpha", "it is a fraction above 0 and at most 0.5: 0.05 is 5 %");
        errors.ThrowIfAny("stop-rule-invalid", "The question", "Correct the fields, or leave stopWhen out to run all images.");
    }

    /// <exception cref="RefusalException">The label set or the other model's evaluation is not there.</exception>
    public static async Task<StopRule> SettleAsync(
        BenchDb db,
        StopWhen request,
        Dataset dataset,
        VariantCatalog variants,
        CancellationToken cancellationToken
    )
    {
        // An early end would tell what the ladder may keep back.
        HiddenAnswers.RequireOpen(dataset);
        var repeats = variants.RepeatsPictures(dataset);
        var about = request.About ?? (repeats ? StopScope.Dataset : StopScope.Population);
        if (about == StopScope.Population && repeats)
            throw RefusalException.Invalid(
                "stop-rule-invalid",
                $"Several images of '{dataset.Key}' are of one picture (copies, frames, or one file many times): they are no independent "
                    + "draws of a population, and single ones decide nothing about it.",
                "Ask with 'about': 'dataset', or leave it out."
            );
        var key = request.LabelSet ?? LabelFormats.Original;
        var labels = await db.FindLabelSetAsync(dataset, key, cancellationToken);
        if (labels.Kind is LabelSetKind.Slice or LabelSetKind.Annotations)
            throw RefusalException.Invalid(
                "label-set-not-labels",
                $"The label set '{key}' of '{dataset.Key}' does not say of every image what is right.",
                "Name a label set that holds labels, or leave it out for 'original'."
            );
        var against = request.Against is { } named ? await AgainstAsync(db, named, dataset, labels.Id, cancellationToken) : null;
        return new StopRule(
            against?.Evaluation,
            against?.Model,
            against?.Name,
            request.BetterOrWorseBy,
            request.AccuracyAboveOrBelow,
            request.Alpha ?? UsualAlpha,
            about,
            key,
            labels.Id,
            Random.Shared.Next()
        );
    }

    sealed record Other(Guid Evaluation, Guid Model, string Name);

    static async Task<Other> AgainstAsync(BenchDb db, Guid named, Dataset dataset, Guid labelSet, CancellationToken cancellationToken) =>
        await db
            .Evaluations.AsNoTracking()
            .Where(evaluation =>
                (evaluation.Id == named || evaluation.ModelId == named)
                && evaluation.DatasetId == dataset.Id
                && evaluation.State == EvaluationState.Completed
                && db.Scorings.Any(scoring => scoring.EvaluationId == evaluation.Id && scoring.LabelSetId == labelSet)
            )
            .OrderByDescending(evaluation => evaluation.Id)
            .Select(evaluation => new Other(
                evaluation.Id,
                evaluation.ModelId,
                db.Models.Where(model => model.Id == evaluation.ModelId).Select(model => model.Name).First()
            ))
            .FirstOrDefaultAsync(cancellationToken)
        ?? throw RefusalException.Conflict(
            "against-not-evaluated",
            $"{named} is not a model or evaluation that has completed over '{dataset.Key}'.",
            "Evaluate the other model on the whole dataset first, or name another with 'against'."
        );
}
