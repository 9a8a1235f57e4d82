using Bench.Data;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Evaluations;

/// <summary>An evaluation's predictions with one label set, exactly as they were scored.</summary>
internal sealed record ScoredEvaluation(
    Evaluation Evaluation,
    ScoredPredictions Loaded,
    DatasetManifest Manifest,
    ClassSpace Classes,
    IReadOnlyList<ushort>? Mask,
    Predictions Predictions,
    GroundTruth Labels,
    BitSet Used,
    BitSet Correct,
    IReadOnlyList<Check> Checks
)
{
    /// <summary>Name of a class of <see cref="Predictions"/>, whose indices are those of the mask where there is
    /// one.</summary>
    public ClassRef ClassOf(int index)
    {
        var original = Mask is null ? index : Mask[index];
        return new ClassRef(original, Classes[original].Id, Classes[original].Name, Classes.ShortNameOf(original));
    }

    /// <summary>The labels with a class to file each image under: its single label, else its class in the dataset, else
    /// the first of its labels.</summary>
    public GroundTruth Filed =>
        Labels.SingleLabel || !Labels.OriginalClass.IsEmpty
            ? Labels
            : Labels with
            {
                OriginalClass = Enumerable
                    .Range(0, Labels.Count)
                    .Select(image => (ushort)(PlaceOf(Manifest.Images[image].OriginalClass) ?? FirstLabel(image)))
                    .ToArray(),
            };

    int? PlaceOf(int? original) =>
        Mask is null || original is null
            ? original
            : Enumerable.Range(0, Mask.Count).Cast<int?>().FirstOrDefault(place => Mask[place!.Value] == original);

    int FirstLabel(int image) => Labels.IsUsed(image) ? Labels.Of(image)[0] : 0;

    public ushort Predicted(int image) => Predictions.TopClass.Span[image * Predictions.HeadSize];
}

/// <summary>Loads <see cref="ScoredEvaluation"/>s.</summary>
internal sealed class ScoredEvaluations(
    BenchDb db,
    EvaluationReader evaluations,
    ScoredPredictionsLoader predictions,
    DatasetStore datasets,
    LabelSetRegistry labels,
    PredictionSeat seat
)
{
    const string MultiLabel = "multilabel";

    /// <exception cref="RefusalException">There is no such evaluation or label set, or it has not been scored under
    /// it.</exception>
    public async Task<ScoredEvaluation> LoadAsync(Guid evaluationId, string? labelSetKey, CancellationToken cancellationToken) =>
        await LoadAsync(await FindAsync(evaluationId, labelSetKey, cancellationToken), cancellationToken);

    /// <summary>The label set by which a dataset's mistakes are best told: <c>multilabel</c> where it has that, else
    /// null.</summary>
    public async Task<string?> MostAnnotatedAsync(Guid evaluationId, CancellationToken cancellationToken) =>
        await db
            .Evaluations.Where(evaluation => evaluation.Id == evaluationId)
            .Join(
                db.LabelSets.Where(set => set.IsCurrent && set.Key == MultiLabel),
                evaluation => evaluation.DatasetId,
                set => set.DatasetId,
                (_, set) => set.Key
            )
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>An evaluation's scoring under a label set, without reading its predictions.</summary>
    /// <exception cref="RefusalException">There is no such evaluation or label set, or it has not been scored under
    /// it.</exception>
    public async Task<FoundScoring> FindAsync(Guid evaluationId, string? labelSetKey, CancellationToken cancellationToken)
    {
        var evaluation = await evaluations.FindAsync(evaluationId, cancellationToken);
        RequireCompleted(evaluation);
        if (evaluation.PredictionsBlob is null)
            throw NotStored();
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == evaluation.DatasetId, cancellationToken);
        HiddenAnswers.RequireOpen(dataset);
        var labelSet = await db.FindLabelSetAsync(dataset, labelSetKey ?? LabelFormats.Original, cancellationToken);
        var scoring =
            await db
                .Scorings.AsNoTracking()
                .SingleOrDefaultAsync(
                    candidate => candidate.EvaluationId == evaluationId && candidate.LabelSetId == labelSet.Id,
                    cancellationToken
                )
            ?? throw RefusalException.Conflict(
                "not-scored",
                $"The evaluation has not been scored under '{labelSet.Key}' yet.",
                "Try again in some seconds; GET /api/v1/label-sets says how far the rescoring is. Annotations are never scored."
            );
        return new FoundScoring(dataset, evaluation, labelSet, scoring);
    }

    public static RefusalException NotStored() =>
        RefusalException.Conflict(
            "predictions-not-stored",
            "The evaluation has scores but no stored predictions to look into.",
            "Evaluate the model again to have its predictions kept."
        );

    /// <exception cref="RefusalException">The predictions do not tell the classes that the dataset is scored
    /// over.</exception>
    public async Task<ScoredEvaluation> LoadAsync(FoundScoring found, CancellationToken cancellationToken)
    {
        var (_, evaluation, labelSet, scoring) = found;
        await seat.TakeAsync(cancellationToken);
        var loaded = await predictions.LoadAsync(evaluation, cancellationToken);
        if (loaded.Scored is not { } scored)
            throw RefusalException.Conflict(
                "predictions-too-few",
                $"The dataset is scored over {loaded.Manifest.ScoredCount} "
                    + $"{(loaded.Groups is null ? "of the classes" : "groups of classes")}, "
                    + $"which {loaded.WhyNotScored}.",
                "Submit every logit as .npz, or evaluate the model here."
            );
        var view = loaded.View((await labels.LoadAsync(labelSet, cancellationToken)).Labels);
        var (manifest, classes) = (loaded.Manifest, await datasets.ClassesAsync(loaded.Dataset, cancellationToken));
        return new ScoredEvaluation(
            evaluation,
            loaded,
            manifest,
            classes,
            loaded.Mask,
            scored,
            view,
            BitSet.FromBytes(scoring.Used, manifest.Count),
            BitSet.FromBytes(scoring.Correct, manifest.Count),
            found.Checks
        );
    }

    /// <exception cref="RefusalException">It has not ended well, so there are no predictions.</exception>
    public static void RequireCompleted(Evaluation evaluation)
    {
        if (evaluation.State == EvaluationState.Partial)
            throw RefusalException.Conflict(
                "evaluation-partial",
                $"The evaluation ended after {evaluation.Done} of {Counted.Of(evaluation.Total, "image")}, when its question "
                    + $"was decided; it has a "
                    + "decision, and neither predictions nor scores.",
                "Read 'decision' at GET /api/v1/evaluations/{id}, or start an evaluation of all images, without stopWhen."
            );
        if (evaluation.State != EvaluationState.Completed)
            throw RefusalException.Conflict(
                "evaluation-not-completed",
                $"The evaluation is {evaluation.State.ToString().ToLowerInvariant()}.",
                "Wait until GET /api/v1/evaluations/{id} says 'completed'; 'Prefer: wait=30' holds its answer until then."
            );
    }
}
