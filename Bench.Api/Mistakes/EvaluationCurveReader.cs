using Bench.Api.Evaluations;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Evaluations;
using Bench.Metrics.Accuracy;
using Bench.Metrics.Calibration;
using Bench.Metrics.Clustered;
using Bench.Metrics.Numerics;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Selective;
using Bench.Service.Datasets.Registry;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Mistakes;

/// <summary>Computes reliability diagrams, risk-coverage curves and confusion pairs from the head of the stored
/// predictions.</summary>
internal sealed class EvaluationCurveReader(
    BenchDb db,
    ScoredEvaluations scored,
    IBlobStore blobs,
    IMemoryCache cache,
    DatasetStore datasets,
    TemperatureCurveReader temperatures,
    PredictionSeat seat
)
{
    const int MostPairs = 12;

    static readonly TimeSpan Kept = TimeSpan.FromHours(2);

    /// <summary>Null when the evaluation has no stored predictions.</summary>
    public async Task<EvaluationCurves?> ReadAsync(
        Evaluation evaluation,
        IReadOnlyList<BoardSubject> views,
        CancellationToken cancellationToken
    )
    {
        if (evaluation.PredictionsBlob is not { } blob || views.Count == 0)
            return null;
        var dataset = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == evaluation.DatasetId, cancellationToken);
        var manifest = dataset.ManifestBlob is null ? null : await datasets.ManifestAsync(dataset, cancellationToken);
        var head = await RankedHead.ReadAsync(blob, manifest?.Groups?.Groups, blobs, cache, seat, cancellationToken);
        var wanted = views.Select(view => view.LabelSetId).ToList();
        var outcomes = await db
            .Scorings.AsNoTracking()
            .Where(scoring => scoring.EvaluationId == evaluation.Id && wanted.Contains(scoring.LabelSetId))
            .Select(scoring => new
            {
                scoring.LabelSetId,
                scoring.Used,
                scoring.Correct,
            })
            .ToDictionaryAsync(scoring => scoring.LabelSetId, cancellationToken);
        var pairs =
            head is null || head.Confidence.Length == 0
                ? []
                : views
                    .Where(view => outcomes.ContainsKey(view.LabelSetId))
                    .Select(view =>
                    {
                        var bits = outcomes[view.LabelSetId];
                        return (
                            Subject: view,
                            Pairs: Pairs(
                                head,
                                BitSet.FromBytes(bits.Used, view.ImageCount),
                                BitSet.FromBytes(bits.Correct, view.ImageCount),
                                manifest?.Pictures
                            )
                        );
                    })
                    .ToList();
        return new EvaluationCurves(
            evaluation.Id,
            [
                .. pairs.Select(pair =>
                    (pair.Subject, ReliabilityDiagram.Compute(pair.Pairs.Confidence, pair.Pairs.Correct, pictureOf: pair.Pairs.PictureOf))
                ),
            ],
            [
                .. pairs.Select(pair =>
                    (pair.Subject, RiskCoverageCurve.Compute(ThresholdSweep.Of(pair.Pairs.Confidence, pair.Pairs.Correct)))
                ),
            ],
            await temperatures.ReadAsync(evaluation.Id, views[0], cancellationToken),
            await ConfusionsAsync(evaluation.Id, views[0], cancellationToken)
        );
    }

    static (float[] Confidence, bool[] Correct, int[]? PictureOf) Pairs(RankedHead head, BitSet used, BitSet correct, Clusters? pictures)
    {
        int[] images = [.. Enumerable.Range(0, used.Count).Where(image => used[image])];
        return (
            Array.ConvertAll(images, image => head.Confidence[image]),
            Array.ConvertAll(images, image => correct[image]),
            pictures?.Among(images)
        );
    }

    /// <summary>The same pairs as GET /evaluations/{id}/confusions gives.</summary>
    async Task<IReadOnlyList<NamedConfusion>> ConfusionsAsync(Guid evaluation, BoardSubject view, CancellationToken cancellationToken) =>
        (
            await cache.GetOrCreateAsync(
                (typeof(NamedConfusion), evaluation, view),
                async entry =>
                {
                    entry.SlidingExpiration = Kept;
                    try
                    {
                        return Named(await scored.LoadAsync(evaluation, view.LabelSet, cancellationToken));
                    }
                    catch (RefusalException)
                    {
                        return []; // Rescored just now: the page leaves it out.
                    }
                }
            )
        )!;

    static IReadOnlyList<NamedConfusion> Named(ScoredEvaluation view) =>
        [
            .. ConfusionPairs
                .Compute(view.Predictions, view.Filed, MostPairs)
                .Select(pair =>
                {
                    var (label, predicted) = (view.ClassOf(pair.Class).Index, view.ClassOf(pair.Predicted).Index);
                    return new NamedConfusion(
                        label,
                        view.Classes.ShortNameOf(label),
                        view.Classes.ShortNameOf(predicted),
                        pair.Count,
                        pair.Share
                    );
                }),
        ];
}
