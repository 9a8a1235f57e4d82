using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Evaluations;
using Bench.Data.Predictions;
using Bench.Metrics.Predicted;
using Bench.Service.Datasets.Registry;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations;

/// <summary>The one way from an evaluation to what is scored.</summary>
public sealed class ScoredPredictionsLoader(BenchDb db, IBlobStore blobs, DatasetStore datasets)
{
    /// <param name="evaluation">Has stored predictions.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ScoredPredictions> LoadAsync(Evaluation evaluation, CancellationToken cancellationToken)
    {
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == evaluation.DatasetId, cancellationToken);
        var manifest = await datasets.ManifestAsync(dataset, cancellationToken);
        var mask = manifest.Mask is { } classes ? classes.ToArray() : null;
        var whole = PredictionFile.Read(await blobs.FetchAsync(evaluation.PredictionsBlob!, cancellationToken)).ToPredictions();
        var reason = mask is null ? null : whole.WhyNotRestrict(mask);
        var scored =
            mask is null ? whole
            : reason is null ? whole.Restrict(mask)
            : null;
        return new ScoredPredictions(dataset, manifest, mask, whole, scored, reason, RunRecord.UndecodableOf(evaluation));
    }
}
