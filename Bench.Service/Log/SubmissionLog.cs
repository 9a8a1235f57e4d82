using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Log;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Log;

/// <summary>Writes into the log what was asked for before it is scored, and what is taken away: nothing is tried in
/// silence and nothing disappears silently.</summary>
public static class SubmissionLog
{
    /// <summary>Writes down a submission, and that it is a try of its owner's. The caller saves, with the
    /// evaluation.</summary>
    /// <param name="modelSha256">Of the model's file; null where predictions came without one.</param>
    public static void AddSubmission(this BenchDb db, Evaluation evaluation, string? modelSha256, Dataset dataset)
    {
        db.Tries.Add(
            new Try
            {
                EvaluationId = evaluation.Id,
                DatasetId = dataset.Id,
                OwnerKeyId = evaluation.OwnerKeyId,
            }
        );
        db.LogEntries.Add(
            new LogEntry
            {
                Kind = LogEntryKind.Submission,
                EvaluationId = evaluation.Id,
                Body = LogBodies.Write(
                    new SubmissionBody(
                        LogEntryKind.Submission,
                        evaluation.CreatedAt,
                        evaluation.Id,
                        modelSha256,
                        evaluation.PredictionsBlob is { } blob ? BlobKeys.Sha256Of(blob) : null,
                        dataset.Key,
                        dataset.ManifestHash!,
                        evaluation.Preprocessing,
                        evaluation.RowsRoot
                    )
                ),
            }
        );
    }

    /// <summary>Tombstones of evaluations that are about to be removed; the caller saves, in the transaction that
    /// removes them.</summary>
    /// <param name="evaluations">What is removed.</param>
    /// <param name="strangers">What those without a key do not see.</param>
    /// <param name="entry">The model's entry, where that is what goes.</param>
    /// <remarks>Entries about one that not everybody saw are withheld from now on: no row is left that could say who
    /// may see it.</remarks>
    public static async Task AddRetractionsAsync(
        this BenchDb db,
        IReadOnlyCollection<Guid> evaluations,
        Sight strangers,
        string reason,
        DateTime now,
        CancellationToken cancellationToken,
        Guid? entry = null
    )
    {
        var hidden = await db
            .Evaluations.IgnoreQueryFilters()
            .Where(evaluation =>
                evaluations.Contains(evaluation.Id)
                && (strangers.HiddenDatasets.Contains(evaluation.DatasetId) || strangers.HiddenModels.Contains(evaluation.ModelId))
            )
            .Select(evaluation => evaluation.Id)
            .ToListAsync(cancellationToken);
        await db
            .LogEntries.Where(entry => hidden.Contains(entry.EvaluationId))
            .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Withheld, true), cancellationToken);
        foreach (var evaluation in evaluations)
            db.LogEntries.Add(
                new LogEntry
                {
                    Kind = LogEntryKind.Retraction,
                    EvaluationId = evaluation,
                    Body = LogBodies.Write(new RetractionBody(LogEntryKind.Retraction, now, evaluation, reason, entry)),
                    Withheld = hidden.Contains(evaluation),
                }
            );
    }
}
