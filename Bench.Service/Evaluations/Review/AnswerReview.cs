using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Data.Predictions;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Labels.Formats;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Review;

/// <summary>Looks over the stored answers of an evaluation once they are whole.</summary>
public sealed class AnswerReview(
    BenchDb db,
    IBlobStore blobs,
    DatasetStore datasets,
    VariantCatalog variants,
    OtherConfidences confidences,
    TimeProvider time
)
{
    /// <summary>Edits beyond the first of an original: so many, and this share of the images.</summary>
    const int LeastEdits = 2;
    const double ManyEdits = 0.05;

    /// <summary>Suspicions about an evaluation's answers. Reads the ranks alone, not the tail.</summary>
    public async Task<IReadOnlyList<Check>> OfAsync(Evaluation evaluation, CancellationToken cancellationToken)
    {
        var dataset = await db.DatasetAsync(evaluation.DatasetId, cancellationToken);
        var target = await datasets.TargetAsync(dataset, cancellationToken);
        // A count of right answers is a score.
        if (dataset.HoldsOut(time.GetUtcNow().UtcDateTime))
            target = HeldOutHalf.Hidden(target);
        using var npz = NpzReader.Open(await blobs.FetchAsync(evaluation.PredictionsBlob!, cancellationToken));
        var head = StoredHead.Read(npz);
        var answers = new Answers(head.Classes, head.Size, target.Outputs.Count, head.Logits is null, evaluation.Verified)
        {
            Confidence = head.Confidence,
            LogSumExp = head.LogSumExp,
            Lead = head.Logits is null ? null : Answers.LeadOf(head.Logits, head.Size),
        };
        var repeated = evaluation.Verified
            ? null
            : RepeatedRows.Of(head.Classes, head.Logits, head.Size, target.Outputs.Count, target.Manifest);
        Check?[] ofRows =
        [
            repeated,
            await OfOtherPicturesAsync(evaluation, dataset, cancellationToken),
            await OfOtherModelAsync(evaluation, answers.Confidence, cancellationToken),
            await confidences.OfAsync(evaluation, answers, cancellationToken),
            await OfEditsAsync(dataset, target.Manifest, cancellationToken),
        ];
        return
        [
            .. dataset.OutOfDistribution ? AnswerChecks.OfUnlabelled(answers) : AnswerChecks.Of(answers, target),
            .. ofRows.OfType<Check>(),
        ];
    }

    /// <summary>Several images are edits of one original. Which they are the clean dataset's list tells alone; numbers and their intervals
    /// are of the dataset's own list, so that anyone can make them again.</summary>
    async Task<Check?> OfEditsAsync(Dataset dataset, DatasetManifest manifest, CancellationToken cancellationToken)
    {
        if (dataset.OutOfDistribution || manifest.Pictures is not null)
            return null;
        var all = await db.Datasets.AsNoTracking().ToListAsync(cancellationToken);
        if (CleanDatasets.Of(dataset, all, variants) is not { } known)
            return null;
        var clean = await datasets.ManifestAsync(known, cancellationToken);
        int[] original = [.. manifest.Images.Select(image => clean.Index.Find(image.Path))];
        if (!Namesakes.AreOriginals(manifest, clean, [.. Enumerable.Range(0, original.Length)], original))
            return null;
        int[] edited = [.. original.Where(image => image >= 0)];
        var originals = edited.Distinct().Count();
        return edited.Length - originals < Math.Max(LeastEdits, ManyEdits * manifest.Count)
            ? null
            : Check.Warning(
                CheckCodes.PicturesRepeated,
                $"{edited.Length:N0} images are edits of {originals:N0} originals of the clean dataset: accuracy-drop counts these, and "
                    + "every other interval, test and rank treats each image as a separate picture, and is too narrow."
            );
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
        && confidence is not null
        && OtherConfidences.AreOneModels(confidence)
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
