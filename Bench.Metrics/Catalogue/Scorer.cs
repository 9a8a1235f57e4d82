using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Columns;
using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Statistics;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Catalogue;

/// <summary>Every number that one set of predictions supports, under one label set or several.</summary>
public static class Scorer
{
    /// <inheritdoc cref="ScoreAll(Predictions, IReadOnlyList{GroundTruth}, ScoringOptions, CancellationToken)"/>
    public static Scorecard Score(
        Predictions predictions,
        GroundTruth labels,
        ScoringOptions options,
        CancellationToken cancellationToken = default
    ) => ScoreAll(predictions, [labels], options, cancellationToken)[0];

    /// <summary>The card of predictions that no metric can be computed from: every one is missing for the same reason,
    /// and no image is used.</summary>
    public static Scorecard WithoutAny(int images, string reason, IReadOnlyList<MetricDefinition>? catalogue = null) =>
        new()
        {
            Scores = [],
            Missing = [.. (catalogue ?? MetricCatalog.All).Select(metric => new MissingScore(metric.Id, reason))],
            Used = new BitSet(images),
            Correct = new BitSet(images),
        };

    /// <summary>Scores under several label sets at once; what does not depend on labels is computed once.</summary>
    /// <returns>One card a label set, in order. A metric that these predictions or labels cannot support is under
    /// <see cref="Scorecard.Missing"/> with the reason.</returns>
    /// <remarks>The result depends on the arguments alone, never on the number of threads.</remarks>
    /// <exception cref="ArgumentException">Predictions or labels are malformed or not finite (the message names the
    /// image index), or an option names no metric.</exception>
    public static IReadOnlyList<Scorecard> ScoreAll(
        Predictions predictions,
        IReadOnlyList<GroundTruth> labels,
        ScoringOptions options,
        CancellationToken cancellationToken = default
    ) => ScoreAll(predictions, labels, options, MetricCatalog.All, cancellationToken);

    /// <inheritdoc cref="ScoreAll(Predictions, IReadOnlyList{GroundTruth}, ScoringOptions, CancellationToken)"/>
    /// <param name="predictions">The predictions.</param>
    /// <param name="labels">The label sets.</param>
    /// <param name="options">How to score.</param>
    /// <param name="catalogue">The metrics to choose from.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static IReadOnlyList<Scorecard> ScoreAll(
        Predictions predictions,
        IReadOnlyList<GroundTruth> labels,
        ScoringOptions options,
        IReadOnlyList<MetricDefinition> catalogue,
        CancellationToken cancellationToken
    )
    {
        var metrics = Chosen(options, catalogue);
        var parallel = options.Parallel(cancellationToken);
        var scan = new PredictionScan(predictions, parallel);
        var all = labels.Select(l => new MetricInputs(scan, l, options)).ToList();
        PrepareColumns(all, metrics);
        PrepareSets(all, metrics);
        var drafts = new DraftCard[all.Count];
        Parallel.For(0, all.Count, parallel, v => drafts[v] = Draft(all[v], metrics, cancellationToken));
        var replicated = drafts.SelectMany(d => d.Estimates).Select(e => e.Estimate.Replicated).OfType<IReplicated>().ToHashSet();
        var replicates = Bootstrap.Run(replicated, predictions.Count, options, cancellationToken, options.Pictures);
        return [.. drafts.Select(d => Card(d, replicates))];
    }

    static List<MetricDefinition> Chosen(ScoringOptions options, IReadOnlyList<MetricDefinition> catalogue) =>
        options.Metrics is null
            ? [.. catalogue]
            :
            [
                .. options.Metrics.Select(id =>
                    catalogue.FirstOrDefault(metric => metric.Id == id)
                    ?? throw new ArgumentException($"there is no metric '{id}'", nameof(options))
                ),
            ];

    /// <summary>Takes one pass over columns for all label sets that need it, before and after temperature too: it keeps
    /// all threads busy by itself.</summary>
    static void PrepareColumns(List<MetricInputs> all, List<MetricDefinition> metrics)
    {
        var wanted = new List<MetricInputs>();
        foreach (var inputs in all.Where(inputs => inputs.N > 0))
        foreach (var metric in metrics.Where(m => m.ReadsColumns).DistinctBy(m => m.NeedsCalibrationSplit))
        {
            if (metric.WhyMissing(inputs.Predictions, inputs.Labels, inputs.Options) is not null)
                continue;
            wanted.AddRange(metric.NeedsCalibrationSplit ? [inputs.Temperature.Before, inputs.Temperature.After] : new[] { inputs });
        }
        MetricInputs[] distinct = [.. wanted.Distinct()];
        if (distinct.Length == 0)
            return;
        foreach (
            var (inputs, scores) in distinct.Zip(ClassColumns.Run([.. distinct.Select(inputs => inputs.Columns)], all[0].Scan.Parallel))
        )
            inputs.ClassScores = scores;
    }

    /// <summary>Ranks each image's classes once for the prediction sets of all label sets.</summary>
    static void PrepareSets(List<MetricInputs> all, List<MetricDefinition> metrics)
    {
        var wanted = all.Where(inputs =>
                inputs.N > 0
                && metrics.Any(m =>
                    m.Family == MetricFamily.Conformal && m.WhyMissing(inputs.Predictions, inputs.Labels, inputs.Options) is null
                )
            )
            .ToList();
        if (wanted.Count == 0)
            return;
        foreach (var (inputs, sets) in wanted.Zip(ConformalInputs.Of(wanted)))
            inputs.Conformal = sets;
    }

    static DraftCard Draft(MetricInputs inputs, List<MetricDefinition> metrics, CancellationToken cancellationToken)
    {
        var draft = new DraftCard(inputs, [], []);
        foreach (var metric in metrics)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reason =
                inputs.N == 0
                    ? "no image is used under this label set"
                    : metric.WhyMissing(inputs.Predictions, inputs.Labels, inputs.Options);
            var estimate = reason is null ? metric.Measure(inputs) : null;
            if (estimate is not null && double.IsNaN(estimate.Value))
                reason = estimate.WhyUndefined ?? "is not defined for these images";
            if (reason is null)
                draft.Estimates.Add((metric, estimate!));
            else
                draft.Missing.Add(new(metric.Id, reason));
        }
        return draft;
    }

    static Scorecard Card(DraftCard draft, Dictionary<IReplicated, Replicates> replicates)
    {
        var inputs = draft.Inputs;
        var excluded = Excluded(inputs.Labels);
        var correct = new BitSet(inputs.Labels.Count);
        foreach (var i in inputs.Images)
            correct[i] = inputs.Correct[i];
        return new()
        {
            Scores =
            [
                .. draft.Estimates.Select(e =>
                {
                    var interval = e.Estimate.IntervalOf(
                        replicates,
                        e.Metric.Minimum,
                        e.Metric.Maximum,
                        inputs.Options.Pictures is not null
                    );
                    return new MetricScore(
                        e.Metric.Id,
                        e.Estimate.Value,
                        e.Metric.WhyNoInterval is null ? interval : Interval.Without(NoInterval.MetricHasNone),
                        e.Estimate.N,
                        e.Estimate.Labels is { } other ? Excluded(other) : excluded
                    );
                }),
            ],
            Missing = draft.Missing,
            Used = inputs.Used,
            Correct = correct,
        };
    }

    static Dictionary<string, int> Excluded(GroundTruth labels)
    {
        var counts = new Dictionary<string, int>();
        foreach (var reason in labels.Exclusions.Span)
            if (reason > 0)
                counts[labels.ExclusionReasons[reason - 1]] = counts.GetValueOrDefault(labels.ExclusionReasons[reason - 1]) + 1;
        return counts;
    }

    sealed record DraftCard(MetricInputs Inputs, List<(MetricDefinition Metric, Estimate Estimate)> Estimates, List<MissingScore> Missing);
}
