using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Data.Predictions;
using Bench.Metrics;
using Bench.Metrics.Calibration;
using Bench.Workers.Datasets.Registry;
using Bench.Workers.Jobs;
using Bench.Workers.Labels;
using Bench.Workers.Labels.Registry;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Evaluation;

/// <summary>From stored predictions and label sets to rows of scores: loads, calls the metrics, shapes the rows. Writes nothing.</summary>
internal sealed class EvaluationScorer(BenchDb db, IBlobStore blobs, DatasetStore datasets, LabelSetRegistry labels, TimeProvider time)
{
    /// <summary>Reason of images whose picture could not be decoded.</summary>
    const string Undecodable = "undecodable";

    public async Task<List<Scoring>> ScoreAsync(Data.Evaluations.Evaluation evaluation, IReadOnlyList<LabelSet> labelSets, Action<int> progress, CancellationToken cancellationToken)
    {
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == evaluation.DatasetId, cancellationToken);
        var manifest = await datasets.ManifestAsync(dataset, cancellationToken);
        var mask = manifest.Mask is { } classes ? classes.ToArray() : null;
        var undecodable = evaluation.Record is { } record ? WorkJson.Read<RunRecord>(record).Undecodable : [];
        var predictions = PredictionFile.Read(await blobs.FetchAsync(evaluation.PredictionsBlob!, cancellationToken)).ToPredictions();
        if (mask is not null) predictions = predictions.Restrict(mask);
        var options = new ScoringOptions { CalibrationSplit = CalibrationSplit.Of([.. manifest.Images.Select(image => image.Key)]) };

        var scorings = new List<Scoring>();
        foreach (var labelSet in labelSets.Where(set => set.Kind != LabelSetKind.Annotations))
        {
            var view = (await labels.LoadAsync(labelSet, cancellationToken)).Labels.Without(undecodable, Undecodable);
            if (mask is not null) view = view.Restrict(mask);
            scorings.Add(Rows(evaluation, labelSet, Scorer.Score(predictions, view, options, cancellationToken)));
            progress(scorings.Count);
        }
        return scorings;
    }

    Scoring Rows(Data.Evaluations.Evaluation evaluation, LabelSet labelSet, Scorecard card) => new()
    {
        Id = Guid.CreateVersion7(),
        EvaluationId = evaluation.Id,
        LabelSetId = labelSet.Id,
        Used = card.Used.ToBytes(),
        Correct = card.Correct.ToBytes(),
        Excluded = card.Scores.Count > 0 ? new Dictionary<string, int>(card.Scores[0].Excluded) : labelSet.Excluded,
        Missing = card.Missing.ToDictionary(missing => missing.Metric, missing => missing.Reason),
        CreatedAt = time.GetUtcNow().UtcDateTime,
        // A value that is not a number (no image left, say) is no score: it is absent, and absent never ranks.
        Scores = [.. card.Scores.Where(score => double.IsFinite(score.Value)).Select(score => new Data.Evaluations.Score
        {
            EvaluationId = evaluation.Id,
            LabelSetId = labelSet.Id,
            Metric = score.Metric,
            Value = score.Value,
            CiLow = double.IsFinite(score.CiLow) ? score.CiLow : null,
            CiHigh = double.IsFinite(score.CiHigh) ? score.CiHigh : null,
            N = score.N,
        })],
    };
}
