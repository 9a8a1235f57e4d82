using System.Collections.Concurrent;
using Bench.Metrics.Statistics;

namespace Bench.Metrics.Scoring;

/// <summary>One pass of resamples that serves every statistic of every label view.</summary>
static class Bootstrap
{
    /// <summary>Resamples that are drawn together, so that what is summed is read once for all of them.</summary>
    const int Together = 8;

    /// <param name="statistics">What to replicate.</param>
    /// <param name="images">N.</param>
    /// <param name="options">Resamples, seed and threads.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    /// <returns>For each statistic the intervals of its outputs.</returns>
    /// <remarks>A resample's weights depend on its number alone, and every replicate has its own slot: the result is the same on any number of threads.</remarks>
    public static Dictionary<IReplicated, Interval[]> Run(
        IReadOnlyCollection<IReplicated> statistics, int images, ScoringOptions options, CancellationToken cancellationToken)
    {
        if (statistics.Count == 0) return [];
        var resamples = options.Resamples;
        var replicates = statistics.ToDictionary(s => s, s => new double[s.Outputs * resamples]);
        var means = new ReplicatedMeans([.. statistics.OfType<ReplicatedMean>()]);
        var byOrder = statistics.Where(s => s is not ReplicatedMean).GroupBy(s => s.Order).Select(g => (Order: g.Key, Members: g.ToArray())).ToArray();
        var parallel = options.Parallel(cancellationToken);
        // The loop makes new tasks as it goes: what one leaves, the next takes.
        var spare = new ConcurrentBag<Scratch>();
        Parallel.For(0, (resamples + Together - 1) / Together, parallel, () => spare.TryTake(out var left) ? left : new(images, statistics.Max(s => s.Outputs)), (batch, _, scratch) =>
        {
            var first = batch * Together;
            var weights = scratch.Weights.AsSpan(0, Math.Min(Together, resamples - first)).ToArray();
            for (var w = 0; w < weights.Length; w++) PoissonWeights.Fill(options.Seed, first + w, weights[w]);
            means.Replicate(weights, first, replicates);
            for (var w = 0; w < weights.Length; w++)
                foreach (var (order, members) in byOrder)
                {
                    var ordered = order is null ? weights[w] : scratch.Ordered(weights[w], order);
                    foreach (var statistic in members)
                    {
                        var values = scratch.Values.AsSpan(0, statistic.Outputs);
                        statistic.Replicate(ordered, values);
                        var results = replicates[statistic];
                        for (var o = 0; o < values.Length; o++) results[o * resamples + first + w] = values[o];
                    }
                }
            return scratch;
        }, spare.Add);
        return Intervals(replicates, resamples, parallel);
    }

    static Dictionary<IReplicated, Interval[]> Intervals(Dictionary<IReplicated, double[]> replicates, int resamples, ParallelOptions parallel)
    {
        var intervals = replicates.Keys.ToDictionary(statistic => statistic, statistic => new Interval[statistic.Outputs]);
        Parallel.ForEach(replicates, parallel, pair =>
        {
            for (var o = 0; o < pair.Key.Outputs; o++) intervals[pair.Key][o] = PercentileInterval.Of(pair.Value.AsSpan(o * resamples, resamples));
        });
        return intervals;
    }

    sealed class Scratch(int images, int outputs)
    {
        readonly float[] _ordered = new float[images];

        public float[][] Weights { get; } = [.. Enumerable.Range(0, Together).Select(_ => new float[images])];

        public double[] Values { get; } = new double[outputs];

        public float[] Ordered(float[] weights, int[] order)
        {
            for (var i = 0; i < order.Length; i++) _ordered[i] = weights[order[i]];
            return _ordered;
        }
    }
}
