using System.Runtime.Intrinsics;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>Means over classes of recall, precision and F1, under resampled weights.</summary>
/// <remarks>A class without an image in a resample is left out of it. Counts are whole numbers: float32 holds them up
/// to 2²⁴ images in a class.</remarks>
sealed class ReplicatedClassReport : IReplicated
{
    readonly int _classes;
    readonly int[] _filed;
    readonly int[] _predicted;
    readonly float[] _used;
    readonly float[] _hit;

    /// <param name="filed">[N] class that each image is filed under, −1 for an unused image.</param>
    /// <param name="predicted">[N] best class of each image.</param>
    /// <param name="correct">[N] whether it is right.</param>
    /// <param name="classes">C.</param>
    public ReplicatedClassReport(int[] filed, int[] predicted, bool[] correct, int classes)
    {
        (_classes, _predicted) = (classes, predicted);
        _filed = [.. filed.Select(f => Math.Max(f, 0))];
        _used = [.. filed.Select(f => f < 0 ? 0f : 1f)];
        _hit = [.. filed.Select((f, i) => f >= 0 && correct[i] ? 1f : 0f)];
    }

    public int Outputs => Enum.GetValues<ClassMean>().Length;

    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> values)
    {
        var (filed, called) = (new Tally[_classes], new Tally[_classes]);
        for (var i = 0; i < weights.Length; i++)
        {
            var (count, hit) = (weights[i] * _used[i], weights[i] * _hit[i]);
            filed[_filed[i]].Add(count, hit);
            called[_predicted[i]].Add(count, hit);
        }
        Summarise(filed, called, values);
    }

    static void Summarise(Tally[] filed, Tally[] called, Span<Vector512<double>> values)
    {
        var (one, zero) = (Vector512<double>.One, Vector512<double>.Zero);
        var (recalls, precisions, f1s, classes) = (zero, zero, zero, zero);
        for (var c = 0; c < filed.Length; c++)
        {
            var count = Lanes.Widen(filed[c].Count);
            var present = Vector512.GreaterThan(count, zero);
            var recall = Lanes.Widen(filed[c].Hits) / Vector512.Max(count, one);
            var precision = Lanes.Widen(called[c].Hits) / Vector512.Max(Lanes.Widen(called[c].Count), one);
            var sum = precision + recall;
            var f1 = (precision + precision) * recall / Vector512.ConditionalSelect(Vector512.GreaterThan(sum, zero), sum, one);
            recalls += recall;
            precisions += Vector512.ConditionalSelect(present, precision, zero);
            f1s += f1;
            classes += Vector512.Min(count, one);
        }
        values[(int)ClassMean.Recall] = recalls / classes;
        values[(int)ClassMean.Precision] = precisions / classes;
        values[(int)ClassMean.F1] = f1s / classes;
    }

    struct Tally
    {
        public Vector256<float> Count,
            Hits;

        public void Add(Vector256<float> count, Vector256<float> hits)
        {
            Count += count;
            Hits += hits;
        }
    }
}
