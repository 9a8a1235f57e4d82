using Bench.Api.Metrics;
using Bench.Data.Outcomes;
using Bench.Metrics.Conformal;
using Bench.Metrics.Statistics;
using Bench.Service;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Refusals;
using Microsoft.Extensions.Caching.Memory;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>Makes prediction sets from stored predictions. It ranks all classes of every image, so one reader is answered at a time, and
/// what most ask for is kept.</summary>
internal sealed class ConformalReader(ScoredEvaluations evaluations, CleanAnswersLoader clean, LongAnswers turns, IMemoryCache cache)
{
    static readonly ConformalMethod[] Methods = Enum.GetValues<ConformalMethod>();
    static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <param name="evaluation">A completed evaluation.</param>
    /// <param name="labelSet">Key of a label set; <c>original</c> when null.</param>
    /// <param name="options">α and the parameters of the methods.</param>
    /// <param name="byClean">Whether the clean dataset's calibration split gives the thresholds.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RefusalException">There is no such evaluation or label set, it has not been scored under it, or the predictions
    /// tell too little.</exception>
    public async Task<ConformalAnswer> ReadAsync(
        Guid evaluation,
        string? labelSet,
        ConformalOptions options,
        bool byClean,
        CancellationToken cancellationToken
    )
    {
        var found = await evaluations.FindAsync(evaluation, labelSet, cancellationToken);
        // Anybody may ask for any α: of those one is kept. The clean side changes without this scoring.
        var isKept = !byClean && options == new ConformalOptions();
        var key = (typeof(ConformalReader), found.Scoring.Id);
        if (isKept && cache.TryGetValue(key, out ConformalAnswer? known))
            return known! with { Checks = found.Checks };
        var scored = await evaluations.LoadAsync(found, cancellationToken);
        using var turn = await turns.WaitAsync(cancellationToken);
        // Another may have been before.
        if (isKept && cache.TryGetValue(key, out known))
            return known! with { Checks = found.Checks };
        var answer = await ComputeAsync(found, scored, options, byClean, cancellationToken);
        return isKept ? cache.Set(key, answer, new MemoryCacheEntryOptions { SlidingExpiration = Kept }) : answer;
    }

    async Task<ConformalAnswer> ComputeAsync(
        FoundScoring found,
        ScoredEvaluation scored,
        ConformalOptions options,
        bool byClean,
        CancellationToken cancellationToken
    )
    {
        if (ConformalPrediction.WhyMissing(scored.Predictions.Content) is { } reason)
            throw RefusalException.Conflict(
                "predictions-too-few",
                $"There are no prediction sets: {reason}.",
                "Submit every logit as .npz, or evaluate the model here."
            );
        var parallel = SpareCores.Until(cancellationToken);
        if (!byClean)
            return Answer(
                scored,
                scored.Loaded.Dataset.Key,
                found,
                options,
                ConformalPrediction.EvaluateAll(
                    scored.Predictions,
                    [scored.Labels],
                    scored.Manifest.CalibrationSplit,
                    Methods,
                    options,
                    parallel
                )[0]
            );
        var (known, why) = await clean.LoadAsync(scored.Evaluation, found.LabelSet.Key, scored.Manifest, cancellationToken);
        if (known is null || ConformalPrediction.WhyMissing(known.Predictions.Content) is not null)
            throw RefusalException.Conflict(
                "clean-evaluation-missing",
                $"There is nothing to calibrate on: {why ?? "the clean predictions lack the probability of every class"}.",
                "Evaluate the model over the clean dataset first, or ask for calibration=own."
            );
        var reports = ConformalPrediction.EvaluateShifted(
            known.Predictions,
            known.Labels,
            known.CalibrationSplit,
            scored.Predictions,
            scored.Labels,
            Methods,
            options,
            parallel
        );
        var answer = Answer(scored, known.Dataset.Key, found, options, reports);
        return answer with { Checks = answer.Checks.With(known.Checks.About($"Over {known.Dataset.Key}")) };
    }

    static ConformalAnswer Answer(
        ScoredEvaluation scored,
        string calibratedOn,
        FoundScoring found,
        ConformalOptions options,
        IReadOnlyList<ConformalReport> reports
    ) =>
        new(
            found.LabelSet.Key,
            options.Alpha,
            calibratedOn,
            scored.Loaded.Dataset.Key,
            reports[0].CalibrationImages,
            reports[0].TestImages,
            [.. reports.Select(report => Sets(scored, report))]
        )
        {
            Checks = scored.Checks,
        };

    static ConformalSets Sets(ScoredEvaluation scored, ConformalReport report)
    {
        // Of several images of one picture parts have no interval that heeds it.
        var pictures = scored.Manifest.Pictures;
        return new(
            report.Method,
            Finite(report.Quantile),
            Line(new CoverageCount(report.TestImages, report.CoveredImages), report.CoverageInterval(pictures)),
            Finite(report.MeanSize),
            Finite(report.MedianSize),
            report.EmptySets,
            [.. report.Strata.Select(stratum => new SizeCoverage(stratum.From, stratum.To, Part(stratum.Count)))],
            [
                .. report
                    .Classes.Index()
                    .Where(line => line.Item.Images > 0)
                    .OrderBy(line => line.Item.Coverage)
                    .Select(line => new ClassCoverage(scored.ClassOf(line.Index), Part(line.Item))),
            ]
        );

        CoverageLine Part(CoverageCount count) =>
            Line(count, pictures is null ? count.Interval : Interval.Without(NoInterval.PicturesRepeated));
    }

    static CoverageLine Line(CoverageCount count, Interval interval) =>
        new(count.Images, Finite(count.Coverage), Finite(interval.Low), Finite(interval.High), NoIntervalView.Of(count.Coverage, interval));
}
