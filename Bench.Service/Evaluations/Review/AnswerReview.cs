using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Outcomes;
using Bench.Data.Predictions;
using Bench.Service.Datasets.Registry;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Review;

/// <summary>Looks over the stored answers of an evaluation once they are whole.</summary>
internal sealed class AnswerReview(BenchDb db, IBlobStore blobs, DatasetStore datasets)
{
    /// <summary>What is suspicious about them. Reads the ranks alone, not the tail.</summary>
    public async Task<IReadOnlyList<Check>> OfAsync(Data.Evaluations.Evaluation evaluation, CancellationToken cancellationToken)
    {
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == evaluation.DatasetId, cancellationToken);
        if (dataset.OutOfDistribution)
            return [];
        var target = await datasets.TargetAsync(dataset, cancellationToken);
        using var npz = NpzReader.Open(await blobs.FetchAsync(evaluation.PredictionsBlob!, cancellationToken));
        var ranks =
            npz.ReadArray<ushort>("topk_class", PredictionFile.MaxArrayBytes)
            ?? throw new PredictionFileException("there is no topk_class");
        return AnswerChecks.Of(
            new Answers(ranks.Values, (int)ranks.Shape[1], target.Outputs.Count, !npz.Has("topk_logit.npy"), evaluation.Verified),
            target
        );
    }
}
