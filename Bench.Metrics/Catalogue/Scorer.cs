using Bench.Metrics.Numerics;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Columns;
using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Scoring.Views;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Catalogue;

/// <summary>Every number that one set of predictions supports, under one label view or several.</summary>
public static class Scorer
{
    /// <inheritdoc cref="ScoreAll(Predictions, IReadOnlyList{GroundTruth}, ScoringOptions, CancellationToken)"/>
    public static Scorecard Score(
        Predictions predictions,
        GroundTruth labels,
        ScoringOptions options,
        CancellationToken cancellationToken = default
    ) => ScoreAll(predictions, [labels], options, cancellationToken)[0];

    /// <summary>The card of predictions that no metric can be computed from: every one is missing for the same reason, and no image is
    /// used.</summary>
    public static Scorecard WithoutAny(int images, string reason, IReadOnlyList<MetricDefinition>? catalogue = null) =>
        new()
        {
            Scores = [],
            Missing = [.. (catalogue ?? MetricCatalog.All).Select(metric => new MissingScore(metric.Id, reason))],
            Used = new BitSet(images),
            Correct = new BitSet(images),
        };

    /// <summary>Scores under several label views at once; what does not depend on labels is computed once.</summary>
    /// <returns>One card a view, in order. A metric that these predictions or labels cannot support is under
    /// <see cref="Scorecard.Missing"/> with the reason.</returns>
    /// <remarks>The result depends on the arguments alone, never on the number of threads.</remarks>
    /// <exception cref="ArgumentException">Predictions or labels are malformed or not finite (the message names the image index), or an
    /// option names no metric.</exception>
    public static IReadOnlyList<Scorecard> ScoreAll(
        Predictions predictions,
        IReadOnlyList<GroundTruth> labels,
        ScoringOptions options,
        CancellationToken cancellationToken = default
    ) => ScoreAll(predictions, labels, options, MetricCatalog.All, cancellationToken);

    /// <inheritdoc cref="ScoreAll(Predictions, IReadOnlyList{GroundTruth}, ScoringOptions, CancellationToken)"/>
    /// <param name="predictions">The predictions.</param>
    /// <param name="labels">The label views.</param>
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
        var views = labels.Select(l => new LabelView(scan, l, options)).ToList();
        PrepareColumns(views, metrics);
        PrepareSets(views, metrics);
        var drafts = new DraftCard[views.Count];
        Parallel.For(0, views.Count, parallel, v => drafts[v] = Draft(views[v], metrics, cancellationToken));
        var replicated = drafts.SelectMany(d => d.Estimates).Select(e => e.Estimate.Replicated).OfType<IReplicated>().ToHashSet();
        var replicates = Bootstrap.Run(replicated, predictions.Count, options, cancellationToken);
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

    /// <summary>Takes one pass over columns for all views that need it, before and after temperature too: it keeps all threads busy by
    /// itself.</summary>
    static void PrepareColumns(List<LabelView> views, List<MetricDefinition> metrics)
    {
        var wanted = new List<LabelView>();
        foreach (var view in views.Where(view => view.N > 0))
        foreach (var metric in metrics.Where(m => m.ReadsColumns).DistinctBy(m => m.NeedsCalibrationSplit))
        {
            if (metric.WhyMissing(view.Predictions, view.Labels, view.Options) is not null)
                continue;
            wanted.AddRange(metric.NeedsCalibrationSplit ? [view.Temperature.Before, view.Temperature.After] : new[] { view });
        }
        LabelView[] distinct = [.. wanted.Distinct()];
        if (distinct.Length == 0)
            return;
        foreach (var (view, scores) in distinct.Zip(ClassColumns.Run([.. distinct.Select(view => view.Columns)], views[0].Scan.Parallel)))
            view.ClassScores = scores;
    }

    /// <summary>Ranks each image's classes once for the prediction sets of all views.</summary>
    static void PrepareSets(List<LabelView> views, List<MetricDefinition> metrics)
    {
        var wanted = views
            .Where(view =>
                view.N > 0
                && metrics.Any(m => m.Family == MetricFamily.Conformal && m.WhyMissing(view.Predictions, view.Labels, view.Options) is null)
            )
            .ToList();
        if (wanted.Count == 0)
            return;
        foreach (var (view, sets) in wanted.Zip(ConformalView.Of(wanted)))
            view.Conformal = sets;
    }

    static DraftCard Draft(LabelView view, List<MetricDefinition> metrics, CancellationToken cancellationToken)
    {
        var draft = new DraftCard(view, [], []);
        foreach (var metric in metrics)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reason =
                view.N == 0 ? "no image is used under this label set" : metric.WhyMissing(view.Predictions, view.Labels, view.Options);
            var estimate = reason is null ? metric.Measure(view) : null;
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
        var view = draft.View;
        var excluded = Excluded(view.Labels);
        var correct = new BitSet(view.Labels.Count);
        foreach (var i in view.Images)
            correct[i] = view.Correct[i];
        return new()
        {
            Scores =
            [
                .. draft.Estimates.Select(e =>
                {
                    var interval = e.Estimate.IntervalOf(replicates, e.Metric.Minimum, e.Metric.Maximum);
                    return new MetricScore(
                        e.Metric.Id,
                        e.Estimate.Value,
                        interval.Low,
                        interval.High,
                        e.Estimate.N,
                        e.Estimate.Labels is { } other ? Excluded(other) : excluded
                    );
                }),
            ],
            Missing = draft.Missing,
            Used = view.Used,
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

    sealed record DraftCard(LabelView View, List<(MetricDefinition Metric, Estimate Estimate)> Estimates, List<MissingScore> Missing);
}
