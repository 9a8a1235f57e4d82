using System.Reflection;
using System.Text.Json;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Data.Log;
using Bench.Metrics.Catalogue;
using Bench.Service.Datasets.Registry;
using Bench.Service.Evaluations;
using Bench.Service.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Log;

/// <summary>Writes into the log what an evaluation was scored from and every number that came out, in the transaction
/// that stores the numbers.</summary>
internal sealed class Receipts(BenchDb db, MetricSet metrics, TimeProvider time)
{
    static readonly string Engine =
        typeof(Receipts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>One entry for each scoring; the caller saves.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="scorings">Its new scorings.</param>
    /// <param name="scoredUnder">Their label sets, and others maybe.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task AddAsync(
        Evaluation evaluation,
        IReadOnlyCollection<Scoring> scorings,
        IReadOnlyList<LabelSet> scoredUnder,
        CancellationToken cancellationToken
    )
    {
        if (scorings.Count == 0)
            return;
        var model = await db
            .Models.Where(candidate => candidate.Id == evaluation.ModelId)
            .Select(candidate => candidate.Sha256)
            .SingleAsync(cancellationToken);
        var dataset = await db.DatasetAsync(evaluation.DatasetId, cancellationToken);
        var labelSets = scoredUnder.ToDictionary(set => set.Id);
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var scoring in scorings)
        {
            var labels = labelSets[scoring.LabelSetId];
            var body = new ReceiptBody(
                LogEntryKind.Receipt,
                now,
                evaluation.Id,
                model,
                dataset.Key,
                dataset.ManifestHash!,
                BlobKeys.Sha256Of(dataset.ClassSpaceBlob!)!,
                labels.Key,
                labels.Version,
                labels.Hash,
                BlobKeys.Sha256Of(evaluation.PredictionsBlob!) ?? "",
                evaluation.Preprocessing,
                evaluation.Record is { } record ? JsonElement.Parse(record) : null,
                Engine,
                evaluation.Record is { } run ? WorkJson.Read<RunRecord>(run).Undecodable : [],
                scoring.Excluded,
                [
                    .. scoring
                        .Scores.OrderBy(score => score.Metric, StringComparer.Ordinal)
                        .Select(score => new ReceiptScore(
                            score.Metric,
                            metrics.Versions.Of(score.Metric),
                            score.Value,
                            score.CiLow,
                            score.CiHigh,
                            score.N,
                            score.WhyNoInterval
                        )),
                ]
            );
            db.LogEntries.Add(
                new LogEntry
                {
                    Kind = LogEntryKind.Receipt,
                    EvaluationId = evaluation.Id,
                    LabelSetId = labels.Id,
                    Body = LogBodies.Write(body),
                }
            );
        }
    }
}
