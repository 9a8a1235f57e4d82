using Bench.Api.Evaluations;
using Bench.Api.Leaderboard.Plans;
using Bench.Data;
using Bench.Metrics.Calibration;
using Bench.Metrics.Predicted;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Mistakes;

/// <summary>Draws what the scored temperature does to an evaluation's confidences. It reads every stored logit, so the
/// answer is kept.</summary>
internal sealed class TemperatureCurveReader(BenchDb db, ScoredEvaluations scored, IMemoryCache cache)
{
    static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>Null where no temperature was fitted: for want of logits, or of images to fit on.</summary>
    public async Task<TemperatureCurves?> ReadAsync(Guid evaluation, BoardSubject view, CancellationToken cancellationToken)
    {
        var temperature = await db
            .Scores.AsNoTracking()
            .Where(score => score.EvaluationId == evaluation && score.LabelSetId == view.LabelSetId && score.Metric == "temperature")
            .Select(score => (double?)score.Value)
            .FirstOrDefaultAsync(cancellationToken);
        if (temperature is not > 0)
            return null;
        return await cache.GetOrCreateAsync(
            (typeof(TemperatureCurves), evaluation, view.LabelSetId, temperature),
            async entry =>
            {
                entry.SlidingExpiration = Kept;
                return await ComputeAsync(evaluation, view, temperature.Value, cancellationToken);
            }
        );
    }

    async Task<TemperatureCurves?> ComputeAsync(Guid evaluation, BoardSubject view, double temperature, CancellationToken cancellationToken)
    {
        ScoredEvaluation stored;
        try
        {
            stored = await scored.LoadAsync(evaluation, view.LabelSet, cancellationToken);
        }
        catch (RefusalException)
        {
            return null; // Rescored just now: the page leaves it out.
        }
        if (stored.Predictions.Content != PredictionContent.Full)
            return null;
        int[] held =
        [
            .. Enumerable.Range(0, stored.Used.Count).Where(image => stored.Used[image] && !stored.Manifest.CalibrationSplit[image]),
        ];
        var correct = Array.ConvertAll(held, image => stored.Correct[image]);
        var pictureOf = stored.Manifest.Pictures?.Among(held);
        return new TemperatureCurves(temperature, Diagram(stored.Predictions), Diagram(stored.Predictions.AtTemperature(temperature)));

        IReadOnlyList<ReliabilityBin> Diagram(Predictions predictions) =>
            ReliabilityDiagram.Compute(Array.ConvertAll(held, image => predictions.ProbabilityAt(image, 0)), correct, pictureOf: pictureOf);
    }
}
