using System.Runtime.Intrinsics;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>All means at once: block of images by block of images, so that weights are read from memory once and not
/// once a mean.</summary>
/// <remarks>Sums are those of <see cref="ReplicatedMean"/>, bit for bit.</remarks>
sealed class ReplicatedMeans
{
    readonly float[][] _summed;
    readonly (int Values, int Used)[] _places;

    public ReplicatedMeans(IReadOnlyList<ReplicatedMean> means)
    {
        Means = means;
        _summed = [.. means.SelectMany(mean => new[] { mean.Values, mean.Used }).Distinct()];
        var places = _summed.Select((array, place) => (array, place)).ToDictionary(pair => pair.array, pair => pair.place);
        _places = [.. means.Select(mean => (places[mean.Values], places[mean.Used]))];
    }

    public IReadOnlyList<ReplicatedMean> Means { get; }

    /// <param name="weights">[N] weights of each image.</param>
    /// <param name="values">[means] destination.</param>
    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> values)
    {
        var sums = new Vector512<double>[_summed.Length];
        for (var start = 0; start < weights.Length; start += Lanes.Block)
        {
            var length = Math.Min(Lanes.Block, weights.Length - start);
            for (var s = 0; s < sums.Length; s++)
                sums[s] += Lanes.Dot(weights.Slice(start, length), _summed[s].AsSpan(start, length));
        }
        for (var m = 0; m < _places.Length; m++)
            values[m] = sums[_places[m].Values] / sums[_places[m].Used];
    }
}
