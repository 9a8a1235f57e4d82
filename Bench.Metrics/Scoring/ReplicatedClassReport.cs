using Bench.Metrics.Accuracy;

namespace Bench.Metrics.Scoring;

/// <summary>Means over classes of recall, precision and F1, and the worst recall, under resampled weights.</summary>
/// <remarks>A class without an image in a resample is left out of it. Each image's count and hit share one word, so that a resample adds both at once.</remarks>
sealed class ReplicatedClassReport : IReplicated
{
    public const int Recall = 0, WorstRecall = 1, Precision = 2, F1 = 3;

    readonly int _classes;
    readonly int[] _filed;
    readonly int[] _predicted;
    readonly ulong[] _counts;

    /// <param name="filed">[N] class that each image is filed under, −1 for an unused image.</param>
    /// <param name="predicted">[N] best class of each image.</param>
    /// <param name="correct">[N] whether it is right.</param>
    /// <param name="classes">C.</param>
    public ReplicatedClassReport(int[] filed, int[] predicted, bool[] correct, int classes)
    {
        (_classes, _predicted) = (classes, predicted);
        _filed = [.. filed.Select(f => Math.Max(f, 0))];
        _counts = [.. filed.Select((f, i) => f < 0 ? 0 : correct[i] ? (1UL << 32) | 1 : 1)];
    }

    public int Outputs => 4;

    public void Replicate(ReadOnlySpan<float> weights, Span<double> values)
    {
        var (filed, called) = (new ulong[_classes], new ulong[_classes]);
        for (var i = 0; i < weights.Length; i++)
        {
            var count = (ulong)(uint)weights[i] * _counts[i];
            filed[_filed[i]] += count;
            called[_predicted[i]] += count;
        }
        Summarise(filed, called, values);
    }

    static void Summarise(ulong[] filed, ulong[] called, Span<double> values)
    {
        var (recalls, precisions, f1s, worst, classes) = (0.0, 0.0, 0.0, double.PositiveInfinity, 0);
        for (var c = 0; c < filed.Length; c++)
        {
            if ((uint)filed[c] == 0) continue;
            var recall = (double)(filed[c] >> 32) / (uint)filed[c];
            var precision = ClassReport.Precision(called[c] >> 32, (uint)called[c]);
            recalls += recall;
            precisions += precision;
            f1s += ClassReport.F1(precision, recall);
            worst = Math.Min(worst, recall);
            classes++;
        }
        values[Recall] = recalls / classes;
        values[WorstRecall] = classes == 0 ? double.NaN : worst;
        values[Precision] = precisions / classes;
        values[F1] = f1s / classes;
    }
}
