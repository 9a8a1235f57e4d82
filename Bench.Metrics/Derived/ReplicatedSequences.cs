using System.Runtime.Intrinsics;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Numerics;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Derived;

/// <summary>Means over sequences, and means of these over perturbations, under resampled pictures: every sequence of a
/// picture has the picture's weight.</summary>
/// <remarks>Outputs: the mean of each perturbation, the mean of those that count, and their mean after division by a
/// yardstick (NaN where one has none).</remarks>
sealed class ReplicatedSequences(int pictures, IReadOnlyList<string> perturbations, IReadOnlyDictionary<string, double> yardstick)
    : IReplicated
{
    readonly float[][] _sum = [.. perturbations.Select(_ => new float[pictures])];
    readonly float[][] _count = [.. perturbations.Select(_ => new float[pictures])];

    readonly int[] _counted = [.. Enumerable.Range(0, perturbations.Count).Where(p => SequenceMetrics.IsAveraged(perturbations[p]))];

    public int Outputs => perturbations.Count + 2;

    /// <summary>Whether a perturbation is there that counts.</summary>
    public bool HasMean => _counted.Length > 0;

    /// <summary>Output of the mean over perturbations that count.</summary>
    public int MeanOutput => perturbations.Count;

    /// <summary>Output of their mean after division by the yardstick.</summary>
    public int ScaledMeanOutput => perturbations.Count + 1;

    /// <summary>Output of one perturbation's mean; null where it has no sequence.</summary>
    public int? OutputOf(string perturbation) =>
        Enumerable.Range(0, perturbations.Count).Where(p => perturbations[p] == perturbation).Cast<int?>().FirstOrDefault();

    public void Add(int perturbation, int picture, double value)
    {
        _sum[perturbation][picture] += (float)value;
        _count[perturbation][picture]++;
    }

    /// <summary>The outputs with every weight 1.</summary>
    public double[] Values()
    {
        double[] means = [.. perturbations.Select((_, p) => _sum[p].Sum(value => (double)value) / _count[p].Sum(value => (double)value))];
        return
        [
            .. means,
            _counted.Select(p => means[p]).DefaultIfEmpty(double.NaN).Average(),
            _counted.Select(p => means[p] / Yardstick(p)).DefaultIfEmpty(double.NaN).Average(),
        ];
    }

    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> values)
    {
        for (var p = 0; p < perturbations.Count; p++)
            values[p] = Lanes.Dot(weights, _sum[p]) / Lanes.Dot(weights, _count[p]);
        var (mean, scaled) = (Vector512<double>.Zero, Vector512<double>.Zero);
        foreach (var p in _counted)
        {
            mean += values[p] / _counted.Length;
            scaled += values[p] / (_counted.Length * Yardstick(p));
        }
        (values[MeanOutput], values[ScaledMeanOutput]) = (mean, scaled);
    }

    double Yardstick(int perturbation) => yardstick.GetValueOrDefault(perturbations[perturbation], double.NaN);
}
