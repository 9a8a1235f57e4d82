using Bench.Metrics.OpenSet;

namespace Bench.Metrics.Selective;

/// <summary>Excess AURC (<c>e-aurc</c>): <see cref="Aurc"/> less that of a perfect ranking with the same errors, ≥ 0; 0
/// when every error is less confident than every right answer.</summary>
/// <remarks>Geifman, Uziel and El-Yaniv, "Bias-reduced uncertainty estimation for deep neural classifiers", 2019. They
/// approximate the perfect area by r + (1 − r) ln(1 − r) with r the error rate; here it is exact, (1 / N) Σ_{k
/// > right} (k − right) / k, so the difference is never below zero. N = 0 gives NaN.
/// Sweep: score = confidence, positive = right.</remarks>
public static class ExcessAurc
{
    public static double Compute(ThresholdSweep sweep) => Math.Max(0, Aurc.Compute(sweep) - Perfect(sweep.Positives, sweep.Count));

    static double Perfect(int right, int count)
    {
        double sum = 0;
        for (var k = right + 1; k <= count; k++)
            sum += (double)(k - right) / k;
        return sum / count;
    }
}
