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
        var head = (int)ranks.Shape[1];
        var (logits, sums) = (
            npz.ReadArray<float>("topk_logit", PredictionFile.MaxArrayBytes),
            npz.ReadArray<float>("logsumexp", PredictionFile.MaxArrayBytes)
        );
        var answers = new Answers(ranks.Values, head, target.Outputs.Count, logits is null, evaluation.Verified)
        {
            Confidence = logits is null || sums is null ? null : Answers.ConfidenceOf(logits.Values, sums.Values, head),
        };
        var repeated = evaluation.Verified
            ? null
            : RepeatedRows.Of(ranks.Values, logits?.Values, head, target.Outputs.Count, target.Manifest);
        return [.. AnswerChecks.Of(answers, target), .. repeated is null ? Array.Empty<Check>() : [repeated]];
    }
}
