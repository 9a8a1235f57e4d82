using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Damages;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Data.Predictions;
using Bench.Service.Damages;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Evaluations.Review;

/// <summary>Answers of one file and confidences of another: those of another entry of the same owner, whose answers are others. That they
/// are of another model shows nowhere else.</summary>
/// <remarks>Where each image's best class alone is known; a row of scores is all of one model. Another entry's file that is damaged says
/// nothing of this one: it is passed over, and written down for /health.</remarks>
public sealed class OtherConfidences(BenchDb db, IBlobStore blobs, ConfidenceSamples samples, DamageBook damages)
{
    /// <summary>Different confidences that two models do not have in common.</summary>
    const int LeastNumbers = 20;

    /// <summary>Entries of the owner that are compared, newest first.</summary>
    const int MostEntries = 16;

    /// <summary>Rounding of a confidence that went through a logarithm; the share of the images at which confidences are the same; and
    /// answers that are not.</summary>
    const float SameNumber = 2e-6f;
    const double MostAlike = 0.9;
    const int LeastDiffering = 10;
    const double DifferingShare = 0.01;

    /// <summary>Whether confidences are so many different ones that no two models have them in common.</summary>
    public static bool AreOneModels(float[] confidence) => confidence.Distinct().Take(LeastNumbers).Count() == LeastNumbers;

    /// <param name="evaluation">The evaluation.</param>
    /// <param name="answers">Of it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<Check?> OfAsync(Evaluation evaluation, Answers answers, CancellationToken cancellationToken)
    {
        if (evaluation is not { Verified: false, OwnerKeyId: { } owner } || answers.Confidence is not { } confidence)
            return null;
        samples.Keep(evaluation.PredictionsBlob!, confidence);
        if (answers.HeadSize != 1 || !AreOneModels(confidence))
            return null;
        var others = await db
            .Evaluations.AsNoTracking()
            .Where(other =>
                other.DatasetId == evaluation.DatasetId
                && other.OwnerKeyId == owner
                && other.ModelId != evaluation.ModelId
                && !other.Verified
                && other.State == EvaluationState.Completed
                && other.PredictionsBlob != null
            )
            .OrderByDescending(other => other.Id)
            .Select(other => other.PredictionsBlob!)
            .Take(MostEntries)
            .ToListAsync(cancellationToken);
        foreach (var blob in others.Where(blob => !samples.AreOthers(blob, confidence, SameNumber)))
            if (await HeadAsync(blob, cancellationToken) is { } head && Mixed(answers, blob, head, confidence) is { } check)
                return check;
        return null;
    }

    /// <summary>Null where the file cannot be read.</summary>
    async Task<StoredHead?> HeadAsync(string blob, CancellationToken cancellationToken)
    {
        try
        {
            using var npz = NpzReader.Open(await blobs.FetchAsync(blob, cancellationToken));
            return StoredHead.Read(npz);
        }
        catch (DamageException damage)
        {
            await damages.RecordAsync(damage, cancellationToken);
            return null;
        }
        // Of names without a hash, which nothing else tells damage of.
        catch (Exception error) when (error is PredictionFileException or FileNotFoundException)
        {
            await damages.RecordAsync(DamageException.Blob(blob, missing: error is FileNotFoundException), cancellationToken);
            return null;
        }
    }

    Check? Mixed(Answers answers, string blob, StoredHead head, float[] confidence)
    {
        var known = head.Confidence;
        samples.Keep(blob, known);
        if (known is null || known.Length != answers.Count)
            return null;
        var (alike, differ) = (0, 0);
        for (var image = 0; image < answers.Count; image++)
        {
            alike += MathF.Abs(known[image] - confidence[image]) <= SameNumber ? 1 : 0;
            differ += head.Classes[image * head.Size] != answers.Best(image) ? 1 : 0;
        }
        return alike >= MostAlike * answers.Count && differ >= Math.Max(LeastDiffering, DifferingShare * answers.Count)
            ? Check.Warning(
                CheckCodes.AnswersRepeated,
                $"{alike:N0} of {answers.Count:N0} confidences are those of another entry of the same owner, and {differ:N0} "
                    + "answers are others: answers of one model seem to have the confidences of another."
            )
            : null;
    }
}
