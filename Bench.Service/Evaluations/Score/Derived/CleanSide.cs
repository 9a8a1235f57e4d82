using Bench.Data;
using Bench.Data.Datasets;
using Bench.Metrics.Comparison;
using Bench.Metrics.Predicted;
using Bench.Metrics.Robustness;
using Bench.Metrics.Truth;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Labels;
using Bench.Service.Labels.Registry;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Score.Derived;

/// <summary>The same model on the clean dataset: its predictions, read once, and the label view that goes with one of the other
/// dataset's.</summary>
internal sealed class CleanSide(BenchDb db, LabelSetRegistry labels, ScoredPredictions scored)
{
    public Dataset Dataset => scored.Dataset;

    public Predictions Predictions => scored.Whole;

    /// <summary>Finds clean images by name.</summary>
    public ImageIndex Images => scored.Manifest.Index;

    /// <summary>Labels of the clean dataset under the view of this key, or its original ones where it has no such view; null where it has
    /// none at all.</summary>
    public async Task<GroundTruth?> LabelsAsync(string key, CancellationToken cancellationToken)
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
        if ((sets.Find(set => set.Key == key) ?? sets.FirstOrDefault()) is not { } labelSet)
            return null;
        return scored.Decodable((await labels.LoadAsync(labelSet, cancellationToken)).Labels);
    }

    /// <summary>What the model gets right, answering among all classes, or among those of a mask.</summary>
    /// <returns>The outcomes, or why there are none.</returns>
    public (ImageOutcomes? Outcomes, string? Reason) Outcomes(GroundTruth view, ushort[]? mask)
    {
        if (mask is null)
            return (ImageOutcomes.Of(Predictions, view), null);
        return Predictions.WhyNotRestrict(mask) is { } reason
            ? (null, $"the clean predictions do not support it: {reason}")
            : (PairedCleanAccuracy.Of(Predictions, view, mask), null);
    }
}
