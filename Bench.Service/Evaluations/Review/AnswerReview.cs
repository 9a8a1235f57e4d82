using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Data.Predictions;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels.Formats;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Review;

/// <summary>Looks over the stored answers of an evaluation once they are whole.</summary>
internal sealed class AnswerReview(BenchDb db, IBlobStore blobs, DatasetStore datasets, TimeProvider time)
{
    /// <summary>Different confidences that two models do not have in common.</summary>
    const int LeastNumbers = 20;

    /// <summary>Suspicions about an evaluation's answers. Reads the ranks alone, not the tail.</summary>
    public async Task<IReadOnlyList<Check>> OfAsync(Evaluation evaluation, CancellationToken cancellationToken)
    {
        var dataset = await db.DatasetAsync(evaluation.DatasetId, cancellationToken);
        var target = await datasets.TargetAsync(dataset, cancellationToken);
        // A count of right answers is a score.
        if (dataset.HoldsOut(time.GetUtcNow().UtcDateTime))
            target = HeldOutHalf.Hidden(target);
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
            LogSumExp = sums?.Values,
            Lead = logits is null ? null : Answers.LeadOf(logits.Values, head),
        };
        var repeated = evaluation.Verified
            ? null
            : RepeatedRows.Of(ranks.Values, logits?.Values, head, target.Outputs.Count, target.Manifest);
        Check?[] ofRows =
        [
            repeated,
            await OfOtherPicturesAsync(evaluation, dataset, cancellationToken),
            await OfOtherModelAsync(evaluation, answers.Confidence, cancellationToken),
        ];
        return
        [
            .. dataset.OutOfDistribution ? AnswerChecks.OfUnlabelled(answers) : AnswerChecks.Of(answers, target),
            .. ofRows.OfType<Check>(),
        ];
    }

    /// <summary>The same rows were submitted over pictures that are others for certain: of a clean dataset and a shifted one, or of two
    /// datasets whose pictures are here. A list that was registered twice is the same pictures.</summary>
    async Task<Check?> OfOtherPicturesAsync(Evaluation evaluation, Dataset dataset, CancellationToken cancellationToken)
    {
        if (evaluation is not { Verified: false, RowsRoot: { } root })
            return null;
        var same = await db
            .Evaluations.AsNoTracking()
            .Where(other => other.RowsRoot == root && other.DatasetId != dataset.Id)
            .Join(db.Datasets, other => other.DatasetId, other => other.Id, (_, other) => other)
            .ToListAsync(cancellationToken);
        // Readers of this need not see the other dataset, so it goes without a name.
        return same.Exists(other => AreOthers(dataset, other))
            ? Check.Warning(
                CheckCodes.AnswersRepeated,
                "The same rows, to the last bit, were submitted over another dataset whose images have the same names and are other "
                    + "pictures: one of the two is not what it says."
            )
            : null;
    }

    /// <summary>The same rows were submitted over the same images for another model: no two have the same numbers.</summary>
    async Task<Check?> OfOtherModelAsync(Evaluation evaluation, float[]? confidence, CancellationToken cancellationToken) =>
        evaluation is { Verified: false, RowsRoot: { } root }
        // Answers alone may well be the same.
        && confidence?.Distinct().Take(LeastNumbers).Count() == LeastNumbers
        && await db.Evaluations.AnyAsync(
            other => other.RowsRoot == root && other.DatasetId == evaluation.DatasetId && other.ModelId != evaluation.ModelId,
            cancellationToken
        )
            ? Check.Warning(
                CheckCodes.AnswersRepeated,
                "The same rows, to the last bit, were submitted for another model: one of the two entries is not what it says."
            )
            : null;

    static bool AreOthers(Dataset one, Dataset other) =>
        one.CleanDataset == other.Key
        || other.CleanDataset == one.Key
        || (one.HasImages && other.HasImages && one.ManifestBlob != other.ManifestBlob);
}
