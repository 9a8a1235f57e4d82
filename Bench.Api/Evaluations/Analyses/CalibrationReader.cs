using Bench.Metrics.Calibration;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;
using Bench.Service;
using Bench.Service.Refusals;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>Measures binned calibration errors from stored predictions. It sorts the probabilities of every class, so
/// the answer is kept.</summary>
internal sealed class CalibrationReader(ScoredEvaluations evaluations, LongAnswers turns, IMemoryCache cache)
{
    const string NotUsed = "not-used";

    static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <param name="evaluation">A completed evaluation.</param>
    /// <param name="labelSet">Key of a label set; <c>original</c> when null.</param>
    /// <param name="families">Which errors.</param>
    /// <param name="stages">At which stages.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RefusalException">There is no such evaluation or label set, or it has not been scored under
    /// it.</exception>
    public async Task<CalibrationAnswer> ReadAsync(
        Guid evaluation,
        string? labelSet,
        IReadOnlyCollection<CalibrationFamily> families,
        IReadOnlyCollection<CalibrationStage> stages,
        CancellationToken cancellationToken
    )
    {
        var found = await evaluations.FindAsync(evaluation, labelSet, cancellationToken);
        var scored = await evaluations.LoadAsync(found, cancellationToken);
        using var turn = await turns.WaitAsync(cancellationToken);
        var used = scored.Labels.Without(Enumerable.Range(0, scored.Used.Count).Where(image => !scored.Used[image]), NotUsed);
        var split = scored.Manifest.CalibrationSplit;
        var parallel = SpareCores.Until(cancellationToken);
        var full = scored.Predictions.Content == PredictionContent.Full;
        var temperature =
            full && stages.Contains(CalibrationStage.After)
                ? Once("temperature", () => TemperatureScaling.Fit(scored.Predictions, used, split, parallel))
                : double.NaN;
        var (items, missing) = (new List<SweptCalibration>(), new List<CalibrationGap>());
        foreach (var stage in stages)
        {
            var reason =
                stage == CalibrationStage.After && !full ? "needs every logit of each image; these predictions carry the best classes only"
                : stage == CalibrationStage.After && double.IsNaN(temperature)
                    ? "the images of the calibration split determine no temperature"
                : null;
            foreach (var family in families)
                if ((reason ?? CalibrationSweep.WhyMissing(family, scored.Predictions.Content)) is { } why)
                    missing.Add(new(CalibrationFamilies.IdOf(family), stage, why));
            if (reason is null)
                items.AddRange(Measure(stage));
        }
        return new(
            labelSet ?? Service.Labels.Formats.LabelFormats.Original,
            Finite(temperature),
            [
                .. items
                    .Where(number => double.IsFinite(number.Value))
                    .OrderBy(number => number.Family)
                    .ThenBy(number => number.Stage)
                    .ThenBy(number => number.Bins)
                    .Select(number => new CalibrationNumber(
                        CalibrationFamilies.IdOf(number.Family),
                        number.Stage,
                        number.Bins,
                        number.Value,
                        number.N,
                        CalibrationFamilies.MetricOf(number)
                    )),
            ],
            missing
        )
        {
            Checks = scored.Checks,
        };

        IReadOnlyList<SweptCalibration> Measure(CalibrationStage stage) =>
            Once(
                $"{stage} {string.Join(',', families)}",
                () =>
                {
                    var labels = stage == CalibrationStage.All ? used : used.Without(split, NotUsed);
                    var predictions =
                        stage == CalibrationStage.After ? scored.Predictions.AtTemperature(temperature, parallel) : scored.Predictions;
                    return CalibrationSweep.Compute(predictions, labels, families, stage, parallel);
                }
            );

        // Named by the scoring: what was loaded for it is new with every request, and would never be found again.
        T Once<T>(string what, Func<T> compute) =>
            cache.GetOrCreate(
                (typeof(CalibrationReader), found.Scoring.Id, what),
                entry =>
                {
                    entry.SlidingExpiration = Kept;
                    return compute();
                }
            )!;
    }
}
