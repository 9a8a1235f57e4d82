using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.Robustness;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Derived;

/// <summary>ImageNet-C as scores: errors by corruption, mCE and relative mCE, each with an interval or with the reason
/// why it is missing.</summary>
/// <remarks>Definitions are at <see cref="CorruptionSummary"/>. Intervals are bootstraps over pictures
/// (<see cref="Statistics.ShiftedInterval"/>): the copies of one picture are drawn together, and its clean original
/// with them, because they are not independent.</remarks>
public static class CorruptionScores
{
    /// <param name="images">What each image is.</param>
    /// <param name="outcomes">The model on them, under one label set.</param>
    /// <param name="clean">The same model on clean images; null when unknown.</param>
    /// <param name="whyNotClean">Why <paramref name="clean"/> is unknown, for a person.</param>
    /// <param name="excluded">Images left out, by reason.</param>
    /// <param name="options">Resamples, seed and threads.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    public static DerivedScores Of(
        CorruptedImages images,
        ImageOutcomes outcomes,
        ImageOutcomes? clean,
        string whyNotClean,
        IReadOnlyDictionary<string, int> excluded,
        ScoringOptions options,
        CancellationToken cancellationToken = default
    )
    {
        var cells = CorruptionCell
            .Of(images, outcomes)
            .GroupBy(cell => cell.Corruption)
            .ToDictionary(group => group.Key, group => group.ToList());
        string[] whole =
        [
            .. CorruptionSummary.Known.Where(name =>
                cells.TryGetValue(name, out var found)
                && found.Select(cell => cell.Severity).SequenceEqual(Enumerable.Range(1, CorruptionSummary.Severities))
            ),
        ];
        var summary = CorruptionSummary.Of(
            whole.ToDictionary(name => name, name => (IReadOnlyList<double>)[.. cells[name].Select(cell => cell.Error)]),
            clean is { UsedCount: > 0 } ? 1 - clean.Accuracy : double.NaN
        );
        var replicated = new ReplicatedCorruptions(images, outcomes, whole, clean);
        var counted = cells.Values.SelectMany(some => some).Where(cell => !AlexNetErrors.Extra.Contains(cell.Corruption)).ToList();
        var tree = counted.Count == 0 ? null : new ReplicatedTree(images, outcomes, counted, replicated.Places, replicated.Weights);
        IReplicated[] asked = tree is null ? [replicated] : [replicated, tree];
        var all = Bootstrap.Run(asked, replicated.Weights, options, cancellationToken);
        var replicates = all[replicated];

        var (scores, missing) = (new List<MetricScore>(), new List<MissingScore>());
        if (tree is null)
            missing.Add(new(CorruptionMetrics.MeanError, "no image of a corruption that counts is used"));
        else
            AddOf(all[tree], CorruptionMetrics.MeanError, tree.MeanError, 0, counted.Sum(cell => cell.N));
        if (tree is not null && images.Yardstick.Count > 0 && double.IsFinite(tree.MeanOfYardstick))
            AddOf(all[tree], CorruptionMetrics.MeanCorruptionError, tree.MeanOfYardstick, 1, counted.Sum(cell => cell.N));
        else
            Mean(CorruptionMetrics.MeanCorruptionError, summary.MeanCorruptionError, replicated.MeanOutput, clean: true);
        Mean(
            CorruptionMetrics.RelativeMeanCorruptionError,
            summary.RelativeMeanCorruptionError,
            replicated.MeanOutput + 1,
            clean is not null
        );
        foreach (var name in CorruptionSummary.Known)
        {
            var row = Array.IndexOf(whole, name);
            var averaged = AlexNetErrors.Mean.ContainsKey(name);
            if (row < 0)
            {
                var reason = cells.TryGetValue(name, out var some)
                    ? $"needs severities 1 to 5; the dataset has {string.Join(", ", some.Select(cell => cell.Severity))}"
                    : $"the dataset has no {name}";
                missing.Add(new(CorruptionMetrics.ErrorId(name), reason));
                if (averaged)
                    missing.AddRange([
                        new(CorruptionMetrics.CorruptionErrorId(name), reason),
                        new(CorruptionMetrics.RelativeCorruptionErrorId(name), reason),
                    ]);
                continue;
            }
            var (error, n) = (summary.Corruptions.Single(found => found.Corruption == name), cells[name].Sum(cell => cell.N));
            Add(CorruptionMetrics.ErrorId(name), error.MeanError, 3 * row, n);
            if (!averaged)
                continue;
            if (images.WhyNoYardstick is { } why)
            {
                missing.AddRange([
                    new(CorruptionMetrics.CorruptionErrorId(name), why),
                    new(CorruptionMetrics.RelativeCorruptionErrorId(name), why),
                ]);
                continue;
            }
            Add(CorruptionMetrics.CorruptionErrorId(name), error.CorruptionErrorRate, 3 * row + 1, n);
            if (clean is null)
                missing.Add(new(CorruptionMetrics.RelativeCorruptionErrorId(name), whyNotClean));
            else
                Add(CorruptionMetrics.RelativeCorruptionErrorId(name), error.RelativeCorruptionErrorRate, 3 * row + 2, n);
        }
        return new(scores, missing);

        void Mean(string id, double value, int output, bool clean)
        {
            if (images.WhyNoYardstick is { } why)
                missing.Add(new(id, why));
            else if (summary.MissingCorruptions.Count > 0)
                missing.Add(new(id, $"needs the 15 corruptions at severities 1 to 5; missing are {MissingCells(cells)}"));
            else if (!clean)
                missing.Add(new(id, whyNotClean));
            else
                Add(id, value, output, AlexNetErrors.Mean.Keys.Sum(name => cells[name].Sum(cell => cell.N)));
        }

        void Add(string id, double value, int output, int n) => AddOf(replicates, id, value, output, n);

        void AddOf(Replicates replicates, string id, double value, int output, int n)
        {
            var metric = MetricCatalog.Derived.Single(metric => metric.Id == id);
            var interval = replicates.Around(value, output, metric.Minimum, metric.Maximum);
            scores.Add(new(id, value, interval, n, excluded));
        }
    }

    /// <summary>Whole corruptions by name, parts of one as <c>fog/3</c>; the first ten and how many there
    /// are.</summary>
    static string MissingCells(Dictionary<string, List<CorruptionCell>> cells)
    {
        var names = CorruptionSummary
            .Averaged.SelectMany(name =>
                !cells.TryGetValue(name, out var some)
                    ? [name]
                    : Enumerable
                        .Range(1, CorruptionSummary.Severities)
                        .Where(severity => some.All(cell => cell.Severity != severity))
                        .Select(severity => $"{name}/{severity}")
            )
            .ToList();
        return string.Join(", ", names.Take(10)) + (names.Count > 10 ? $" and {names.Count - 10} more" : "");
    }
}
