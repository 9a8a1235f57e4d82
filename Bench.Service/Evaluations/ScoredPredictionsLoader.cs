using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Evaluations;
using Bench.Data.Predictions;
using Bench.Metrics.Predicted;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;

namespace Bench.Service.Evaluations;

/// <summary>The one way from an evaluation to what is scored.</summary>
public sealed class ScoredPredictionsLoader(BenchDb db, IBlobStore blobs, DatasetStore datasets)
{
    /// <param name="evaluation">Has stored predictions.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ScoredPredictions> LoadAsync(Evaluation evaluation, CancellationToken cancellationToken)
    {
        var dataset = await db.DatasetAsync(evaluation.DatasetId, cancellationToken);
        var manifest = await datasets.ManifestAsync(dataset, cancellationToken);
        var mask = manifest.Mask is { } classes ? classes.ToArray() : null;
        var whole = PredictionFile.Read(await blobs.FetchAsync(evaluation.PredictionsBlob!, cancellationToken)).ToPredictions();
        var (scored, reason) = Scored(whole, manifest);
        return new ScoredPredictions(dataset, manifest, mask, whole, scored, reason, RunRecord.UndecodableOf(evaluation));
    }

    /// <summary>Predictions over what a dataset is scored over, or why these cannot tell.</summary>
    /// <param name="whole">Predictions over all classes.</param>
    /// <param name="manifest">The dataset.</param>
    public static (Predictions? Scored, string? Reason) Scored(Predictions whole, DatasetManifest manifest)
    {
        if (manifest.Groups is { } groups)
            return (whole.TryGroup(groups.Groups, out var why), why);
        if (manifest.Mask is not { } mask)
            return (whole, null);
        ushort[] classes = [.. mask];
        return whole.WhyNotRestrict(classes) is { } reason ? (null, reason) : (whole.Restrict(classes), null);
    }
}
