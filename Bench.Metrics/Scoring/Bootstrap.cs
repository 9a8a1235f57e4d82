using System.Collections.Concurrent;
using Bench.Metrics.Statistics;

namespace Bench.Metrics.Scoring;

/// <summary>One pass of resamples that serves every statistic of every label view.</summary>
static class Bootstrap
{
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
        var byOrder = statistics.GroupBy(s => s.Order).Select(g => (Order: g.Key, Members: g.ToArray())).ToArray();
        var parallel = options.Parallel(cancellationToken);
        // The loop makes new tasks as it goes: what one leaves, the next takes.
        var spare = new ConcurrentBag<Scratch>();
        Parallel.For(0, resamples, parallel, () => spare.TryTake(out var left) ? left : new(images, statistics.Max(s => s.Outputs)), (r, _, scratch) =>
        {
            PoissonWeights.Fill(options.Seed, r, scratch.Weights);
            foreach (var (order, members) in byOrder)
            {
                var weights = order is null ? scratch.Weights : scratch.Ordered(order);
                foreach (var statistic in members)
                {
                    var values = scratch.Values.AsSpan(0, statistic.Outputs);
                    statistic.Replicate(weights, values);
                    var results = replicates[statistic];
                    for (var o = 0; o < values.Length; o++) results[o * resamples + r] = values[o];
                }
            }
            return scratch;
        }, spare.Add);
        return replicates.ToDictionary(
            pair => pair.Key,
            pair => Enumerable.Range(0, pair.Key.Outputs).Select(o => PercentileInterval.Of(pair.Value.AsSpan(o * resamples, resamples))).ToArray());
    }

    sealed class Scratch(int images, int outputs)
    {
        readonly float[] _ordered = new float[images];

        public float[] Weights { get; } = new float[images];

        public double[] Values { get; } = new double[outputs];

        public float[] Ordered(int[] order)
        {
            for (var i = 0; i < order.Length; i++) _ordered[i] = Weights[order[i]];
            return _ordered;
        }
    }
}
