using System.Numerics.Tensors;

namespace Bench.Metrics.Scoring;

/// <summary>All means at once under several resamples: block of images by block of images, so that values are read from memory once and not once a resample.</summary>
/// <remarks>Sums are those of <see cref="WeightedSum"/>, bit for bit.</remarks>
sealed class ReplicatedMeans
{
    readonly IReadOnlyList<ReplicatedMean> _means;
    readonly float[][] _summed;
    readonly (int Values, int Used)[] _places;

    public ReplicatedMeans(IReadOnlyList<ReplicatedMean> means)
    {
        _means = means;
        _summed = [.. means.SelectMany(mean => new[] { mean.Values, mean.Used }).Distinct()];
        var places = _summed.Select((array, place) => (array, place)).ToDictionary(pair => pair.array, pair => pair.place);
        _places = [.. means.Select(mean => (places[mean.Values], places[mean.Used]))];
    }

    /// <param name="weights">[resamples][N] weights of consecutive resamples.</param>
    /// <param name="first">Number of the first of them.</param>
    /// <param name="replicates">Where each mean's replicates go, one slot a resample.</param>
    public void Replicate(float[][] weights, int first, Dictionary<IReplicated, double[]> replicates)
    {
        if (_means.Count == 0) return;
        var sums = new double[weights.Length, _summed.Length];
        var images = weights[0].Length;
        for (var start = 0; start < images; start += WeightedSum.Block)
        {
            var length = Math.Min(WeightedSum.Block, images - start);
            for (var s = 0; s < _summed.Length; s++)
                for (var w = 0; w < weights.Length; w++)
                    sums[w, s] += TensorPrimitives.Dot<float>(weights[w].AsSpan(start, length), _summed[s].AsSpan(start, length));
        }
        for (var m = 0; m < _means.Count; m++)
            for (var w = 0; w < weights.Length; w++) replicates[_means[m]][first + w] = sums[w, _places[m].Values] / sums[w, _places[m].Used];
    }
}
