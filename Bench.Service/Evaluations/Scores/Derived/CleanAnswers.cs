using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Labels.Registry;

namespace Bench.Service.Evaluations.Scores.Derived;

/// <summary>The same model's answers over the clean dataset, among the classes in which a shifted one is
/// scored.</summary>
/// <param name="Dataset">The clean dataset.</param>
/// <param name="Predictions">Over the classes that the shifted dataset is scored over.</param>
/// <param name="Labels">Of the clean images, over the same classes.</param>
/// <param name="CalibrationSplit">Of the clean dataset.</param>
/// <param name="Checks">What is doubtful about the answers and labels.</param>
public sealed record CleanAnswers(
    Dataset Dataset,
    Predictions Predictions,
    GroundTruth Labels,
    BitSet CalibrationSplit,
    IReadOnlyList<Check> Checks
);

/// <summary>Loads <see cref="CleanAnswers"/>s.</summary>
public sealed class CleanAnswersLoader(BenchDb db, Counterparts counterparts, ScoredPredictionsLoader predictions, LabelSetRegistry labels)
{
    /// <param name="evaluation">Over the shifted dataset.</param>
    /// <param name="labelSet">Key of the label set; the clean dataset's original labels are taken where it has none of
    /// this key.</param>
    /// <param name="manifest">Of the shifted dataset.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The label set, or why there is none.</returns>
    public async Task<(CleanAnswers? View, string? Reason)> LoadAsync(
        Evaluation evaluation,
        string labelSet,
        DatasetManifest manifest,
        CancellationToken cancellationToken
    )
    {
        var counterpart = await counterparts.OfAsync(evaluation, cancellationToken);
        if (counterpart.CleanDataset is not { } dataset)
            return (null, "there is no clean dataset over the same classes to compare with");
        if (counterpart.Clean is not { PredictionsBlob: not null } clean)
            return (null, $"there is no completed evaluation of this model over '{dataset.Key}' with the same preprocessing");
        var loaded = await predictions.LoadAsync(clean, cancellationToken);
        var side = new CleanSide(db, labels, loaded);
        if (await side.LabelSetAsync(labelSet, cancellationToken) is not { } set)
            return (null, $"'{dataset.Key}' has no labels");
        var view = await side.LabelsAsync(set, cancellationToken);
        var checks = dataset.Checks.With(clean.Checks).With(set.Checks);
        if (manifest.Images.SameClass() is { } groups)
            view = view.Widen(groups);
        if (manifest.Mask is not { } mask)
            return (new CleanAnswers(dataset, loaded.Whole, view, loaded.Manifest.CalibrationSplit, checks), null);
        ushort[] classes = [.. mask];
        return loaded.Whole.WhyNotRestrict(classes) is { } reason
            ? (null, $"the clean predictions do not support it: {reason}")
            : (
                new CleanAnswers(dataset, loaded.Whole.Restrict(classes), view.Restrict(classes), loaded.Manifest.CalibrationSplit, checks),
                null
            );
    }
}
