using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Log;

namespace Bench.Service.Log;

/// <summary>Writes into the log what was asked for before it is scored, and what is taken away: nothing is tried in silence and nothing
/// disappears without a word.</summary>
public static class SubmissionLog
{
    /// <summary>Writes down a submission, and that it is a try of its owner's. The caller saves, with the evaluation.</summary>
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

    /// <summary>Tombstones of evaluations that are about to be removed; the caller saves, in the transaction that removes them.</summary>
    /// <param name="entry">The model's entry, where that is what goes.</param>
    public static void AddRetractions(this BenchDb db, IEnumerable<Guid> evaluations, string reason, DateTime now, Guid? entry = null)
    {
        foreach (var evaluation in evaluations)
            db.LogEntries.Add(
                new LogEntry
                {
                    Kind = LogEntryKind.Retraction,
                    EvaluationId = evaluation,
                    Body = LogBodies.Write(new RetractionBody(LogEntryKind.Retraction, now, evaluation, reason, entry)),
                }
            );
    }
}
