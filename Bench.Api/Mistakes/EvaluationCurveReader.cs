using Bench.Api.Leaderboard;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Evaluations;
using Bench.Metrics.Accuracy;
using Bench.Metrics.Calibration;
using Bench.Metrics.Numerics;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Predicted;
using Bench.Metrics.Selective;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels.Registry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Mistakes;

/// <summary>Computes reliability diagrams, risk-coverage curves and confusion pairs from the head of the stored predictions.</summary>
internal sealed class EvaluationCurveReader(BenchDb db, DatasetStore datasets, LabelSetRegistry labelSets, IBlobStore blobs, IMemoryCache cache, TemperatureCurveReader temperatures)
{
    const int MostPairs = 12;

    /// <summary>Null when the evaluation has no stored predictions.</summary>
    public async Task<EvaluationCurves?> ReadAsync(Evaluation evaluation, IReadOnlyList<BoardView> views, CancellationToken cancellationToken)
    {
        if (evaluation.PredictionsBlob is not { } blob || views.Count == 0) return null;
        var head = await PredictionHead.ReadAsync(blob, blobs, cache, cancellationToken);
        var wanted = views.Select(view => view.LabelSetId).ToList();
        var outcomes = await db.Scorings.AsNoTracking()
            .Where(scoring => scoring.EvaluationId == evaluation.Id && wanted.Contains(scoring.LabelSetId))
            .Select(scoring => new { scoring.LabelSetId, scoring.Used, scoring.Correct })
            .ToDictionaryAsync(scoring => scoring.LabelSetId, cancellationToken);
        var pairs = head.Confidence.Length == 0 ? [] : views.Where(view => outcomes.ContainsKey(view.LabelSetId)).Select(view =>
        {
            var bits = outcomes[view.LabelSetId];
            return (View: view, Pairs: Pairs(head, BitSet.FromBytes(bits.Used, view.ImageCount), BitSet.FromBytes(bits.Correct, view.ImageCount)));
        }).ToList();
        return new EvaluationCurves(
            evaluation.Id,
            [.. pairs.Select(pair => (pair.View, ReliabilityDiagram.Compute(pair.Pairs.Confidence, pair.Pairs.Correct)))],
            [.. pairs.Select(pair => (pair.View, RiskCoverageCurve.Compute(ThresholdSweep.Of(pair.Pairs.Confidence, pair.Pairs.Correct))))],
            await temperatures.ReadAsync(evaluation.Id, views[0], cancellationToken),
            await ConfusionsAsync(evaluation.DatasetId, views[0], head, cancellationToken));
    }

    static (float[] Confidence, bool[] Correct) Pairs(PredictionHead head, BitSet used, BitSet correct)
    {
        int[] images = [.. Enumerable.Range(0, used.Count).Where(image => used[image])];
        return (Array.ConvertAll(images, image => head.Confidence[image]), Array.ConvertAll(images, image => correct[image]));
    }

    async Task<IReadOnlyList<NamedConfusion>> ConfusionsAsync(Guid datasetId, BoardView view, PredictionHead head, CancellationToken cancellationToken)
    {
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == datasetId, cancellationToken);
        var labelSet = await db.LabelSets.AsNoTracking().SingleAsync(set => set.Id == view.LabelSetId, cancellationToken);
        var labels = (await labelSets.LoadAsync(labelSet, cancellationToken)).Labels;
        if (!labels.SingleLabel && labels.OriginalClass.IsEmpty) return [];
        var classes = await datasets.ClassesAsync(dataset, cancellationToken);
        var predictions = new Predictions { Count = view.ImageCount, Classes = classes.Count, HeadSize = head.HeadSize, TopClass = head.TopClass };
        return [.. ConfusionPairs.Compute(predictions, labels, MostPairs).Select(pair => new NamedConfusion(pair.Class, classes[pair.Class].ShortName, classes[pair.Predicted].ShortName, pair.Count, pair.Share))];
    }
}
