using System.Numerics;
using Bench.Metrics.Statistics;

namespace Bench.Metrics.Comparison;

/// <summary>Cochran's Q: are k models equally often right on the same images?</summary>
/// <remarks>
/// Q = (k − 1) (k Σ G_j² − T²) / (k T − Σ L_i²), with G_j the images model j gets right, L_i the models that get image
/// i right, T their total; Q is χ² with k − 1 degrees of freedom when all models are equally good. W. G. Cochran, "The
/// comparison of percentages in matched samples", Biometrika 37, 1950. Only images that every model uses count. When no
/// image separates the models (all are right, or all wrong, on each), Q = 0 and p = 1. For two models Q = (b − c)² / (b
/// + c), McNemar's statistic without continuity correction.
/// </remarks>
public static class CochranQ
{
    /// <param name="models">At least two models over one list of images.</param>
    /// <exception cref="ArgumentException">Fewer than two models, or lists of different length.</exception>
    public static CochranQResult Test(IReadOnlyList<ImageOutcomes> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count < 2)
            throw new ArgumentException($"Cochran's Q compares at least two models, not {models.Count}", nameof(models));
        foreach (var model in models)
            models[0].RequireSameImages(model);

        var k = models.Count;
        var right = new long[k];
        var planes = new ulong[BitOperations.Log2((uint)k) + 1];
        long sumOfSquares = 0;
        var n = 0;
        for (var word = 0; word < models[0].Used.Words.Length; word++)
        {
            var shared = ulong.MaxValue;
            foreach (var model in models)
                shared &= model.Used.Words[word];
            n += BitOperations.PopCount(shared);
            Array.Clear(planes);
            for (var j = 0; j < k; j++)
            {
                var bits = models[j].Correct.Words[word] & shared;
                right[j] += BitOperations.PopCount(bits);
                AddToCounters(planes, bits);
            }
            sumOfSquares += SumOfSquares(planes);
        }

        if (n == 0 || models[0].Pictures is not null)
            return new(double.NaN, k - 1, double.NaN, double.NaN, n);
        double total = 0,
            squares = 0;
        foreach (var g in right)
        {
            total += g;
            squares += (double)g * g;
        }
        var denominator = k * total - sumOfSquares;
        if (denominator == 0)
            return new(0, k - 1, 1, 0, n);
        var q = (k - 1) * (k * squares - total * total) / denominator;
        var logP = UpperGamma.Log(0.5 * (k - 1), 0.5 * q);
        return new(q, k - 1, Math.Exp(logP), logP, n);
    }

    // 64 counters are upright: bit i of plane p is binary digit p of the counter of image i. Adding a word of ones is a
    // ripple of half adders.
    static void AddToCounters(Span<ulong> planes, ulong carry)
    {
        for (var p = 0; carry != 0; p++)
            (planes[p], carry) = (planes[p] ^ carry, planes[p] & carry);
    }

    // Σ_i L_i² = Σ_p Σ_q 2^(p + q) · |images whose counter has both digits|.
    static long SumOfSquares(ReadOnlySpan<ulong> planes)
    {
        long sum = 0;
        for (var p = 0; p < planes.Length; p++)
        {
            sum += (long)BitOperations.PopCount(planes[p]) << (2 * p);
            for (var q = 0; q < p; q++)
                sum += (long)BitOperations.PopCount(planes[p] & planes[q]) << (p + q + 1);
        }
        return sum;
    }
}
