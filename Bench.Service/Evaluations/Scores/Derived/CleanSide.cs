using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Labels;
using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Robustness;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Scores.Derived;

/// <summary>The same model on the clean dataset: its predictions, read once, and the label set that goes with one of the other
/// dataset's.</summary>
public sealed class CleanSide(BenchDb db, LabelSetRegistry labels, ScoredPredictions scored)
{
    public Dataset Dataset => scored.Dataset;

    public Predictions Predictions => scored.Whole;

    public ClassGroups? Groups => scored.Groups;

    /// <summary>Clean images that thresholds are taken from.</summary>
    public BitSet CalibrationSplit => scored.Manifest.CalibrationSplit;

    /// <summary>The clean images.</summary>
    public DatasetManifest Manifest => scored.Manifest;

    /// <summary>Finds clean images by name.</summary>
    public ImageIndex Images => scored.Manifest.Index;

    /// <summary>Labels of the clean dataset under the label set of this key, or its original ones where it has no such label set; null
    /// where it has none at all.</summary>
    public async Task<GroundTruth?> LabelsAsync(string key, CancellationToken cancellationToken) =>
        await LabelSetAsync(key, cancellationToken) is { } labelSet ? await LabelsAsync(labelSet, cancellationToken) : null;

    /// <summary>Labels of one of the clean dataset's label sets.</summary>
    public async Task<GroundTruth> LabelsAsync(LabelSet labelSet, CancellationToken cancellationToken) =>
        scored.Decodable((await labels.LoadAsync(labelSet, cancellationToken)).Labels);

    /// <summary>The clean dataset's label set of this key, or its original one; null where it has none at all.</summary>
    public async Task<LabelSet?> LabelSetAsync(string key, CancellationToken cancellationToken)
    {
        var sets = await db
            .LabelSets.AsNoTracking()
            .Where(set =>
                set.DatasetId == Dataset.Id
                && set.IsCurrent
                && set.Kind != LabelSetKind.Annotations
                && (set.Key == key || set.Key == LabelFormats.Original)
            )
            .ToListAsync(cancellationToken);
        return sets.Find(set => set.Key == key) ?? sets.FirstOrDefault();
    }

    /// <summary>Images that the model gets right, answering among all classes, among those of a mask, or among groups
    /// of classes.</summary>
    /// <returns>The outcomes, or why there are none.</returns>
    public (ImageOutcomes? Outcomes, string? Reason) Outcomes(GroundTruth view, ushort[]? mask, ClassGroups? groups)
    {
        var (outcomes, reason) = Plain(view, mask, groups);
        return (outcomes is null ? null : outcomes with { Pictures = Manifest.Pictures }, reason);
    }

    (ImageOutcomes?, string?) Plain(GroundTruth view, ushort[]? mask, ClassGroups? groups)
    {
        if (groups is not null || scored.Groups is not null)
            return OutcomesOf(view, groups);
        if (mask is null)
            return (ImageOutcomes.Of(Predictions, view), null);
        return Predictions.WhyNotRestrict(mask) is { } reason
            ? (null, $"the clean predictions do not support it: {reason}")
            : (PairedCleanAccuracy.Of(Predictions, view, mask), null);
    }

    (ImageOutcomes?, string?) OutcomesOf(GroundTruth view, ClassGroups? groups)
    {
        if (scored.Groups is { } own)
            return groups is null || !groups.IsSameAs(own) ? (null, $"'{Dataset.Key}' is scored over other groups of classes")
                : scored.Scored is { } ready ? (ImageOutcomes.Of(ready, view), null)
                : (null, $"the clean predictions do not support it: {scored.WhyNotScored}");
        return Predictions.TryGroup(groups!, out var reason) is { } grouped
            ? (ImageOutcomes.Of(grouped, view.ToGroups(groups!)), null)
            : (null, $"the clean predictions do not support it: {reason}");
    }
}
