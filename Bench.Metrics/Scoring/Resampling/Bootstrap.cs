using System.Collections.Concurrent;
using System.Runtime.Intrinsics;
using Bench.Metrics.Clustered;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>One pass of resamples that serves every statistic of every label set.</summary>
static class Bootstrap
{
    /// <param name="statistics">What to replicate.</param>
    /// <param name="images">N.</param>
    /// <param name="options">Resamples, seed and threads.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    /// <param name="pictures">Pictures of the images, where several are of one: they are drawn, and their images with
    /// them.</param>
    /// <returns>For each statistic its outputs under every resample.</returns>
    /// <remarks>A resample's weights depend on its number alone, and every replicate has its own slot: the result is
    /// the same on any number of threads.</remarks>
    public static Dictionary<IReplicated, Replicates> Run(
        IReadOnlyCollection<IReplicated> statistics,
        int images,
        ScoringOptions options,
        CancellationToken cancellationToken,
        Clusters? pictures = null
    )
    {
        if (statistics.Count == 0)
            return [];
        var resamples = options.Resamples;
        var replicates = statistics.ToDictionary(s => s, s => new Replicates(new double[s.Outputs * resamples], resamples));
        var means = new ReplicatedMeans([.. statistics.OfType<ReplicatedMean>()]);
        var byOrder = statistics
            .Where(s => s is not ReplicatedMean)
            .GroupBy(s => s.Order)
            .Select(g => (Order: g.Key, Members: g.ToArray()))
            .ToArray();
        var parallel = options.Parallel(cancellationToken);
        var most = Math.Max(means.Means.Count, statistics.Max(s => s.Outputs));
        // The loop makes new tasks as it goes: what one leaves, the next takes.
        var spare = new ConcurrentBag<Scratch>();
        Parallel.For(
            0,
            (resamples + Lanes.Count - 1) / Lanes.Count,
            parallel,
            () => spare.TryTake(out var left) ? left : new(images, most, pictures),
            (batch, _, scratch) =>
            {
                var first = batch * Lanes.Count;
                scratch.Draw(options.Seed, first);
                means.Replicate(scratch.Weights, scratch.Values);
                for (var m = 0; m < means.Means.Count; m++)
                    Keep(scratch.Values.AsSpan(m, 1), replicates[means.Means[m]], first, resamples);
                foreach (var (order, members) in byOrder)
                {
                    var ordered = order is null ? scratch.Weights : scratch.Ordered(order);
                    foreach (var statistic in members)
                    {
                        statistic.Replicate(ordered, scratch.Values.AsSpan(0, statistic.Outputs));
                        Keep(scratch.Values.AsSpan(0, statistic.Outputs), replicates[statistic], first, resamples);
                    }
                }
                return scratch;
            },
            spare.Add
        );
        return replicates;
    }

    /// <summary>Puts each output's replicates into their slots; those past the last resample are nobody's.</summary>
    static void Keep(ReadOnlySpan<Vector512<double>> values, Replicates replicates, int first, int resamples)
    {
        var kept = Math.Min(Lanes.Count, resamples - first);
        for (var o = 0; o < values.Length; o++)
        for (var lane = 0; lane < kept; lane++)
            replicates[o, first + lane] = values[o][lane];
    }

    sealed class Scratch(int images, int outputs, Clusters? pictures)
    {
        readonly Vector256<float>[] _ordered = new Vector256<float>[images];
        readonly Vector256<float>[] _ofPictures = new Vector256<float>[pictures?.Count ?? 0];

        public Vector256<float>[] Weights { get; } = new Vector256<float>[images];

        public Vector512<double>[] Values { get; } = new Vector512<double>[outputs];

        public void Draw(ulong seed, int firstResample)
        {
            if (pictures is null)
            {
                PoissonWeights.Fill(seed, firstResample, Weights);
                return;
            }
            PoissonWeights.Fill(seed, firstResample, _ofPictures);
            for (var i = 0; i < Weights.Length; i++)
                Weights[i] = _ofPictures[pictures.Pictures[i]];
        }

        public Vector256<float>[] Ordered(int[] order)
        {
            for (var i = 0; i < order.Length; i++)
                _ordered[i] = Weights[order[i]];
            return _ordered;
        }
    }
}
