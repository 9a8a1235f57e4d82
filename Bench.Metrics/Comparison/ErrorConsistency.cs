using Bench.Metrics.Statistics;

namespace Bench.Metrics.Comparison;

/// <summary>Whether two deciders, models or people, err on the same images: Cohen's κ of right and wrong.</summary>
/// <param name="Kappa">1 where both are right and wrong on the same images, 0 where they agree as often as independent
/// deciders of their accuracies would, below where they agree less; NaN without images, or where chance alone makes
/// them agree.</param>
/// <param name="Interval">Its 95 % interval; none where several images are of one picture.</param>
/// <param name="Observed">Share of images on which both are right or both wrong.</param>
/// <param name="Expected">The same share of independent deciders with their accuracies.</param>
/// <param name="N">Images that both decided.</param>
/// <remarks>κ = (o − e) / (1 − e), e = p₁p₂ + (1 − p₁)(1 − p₂). Geirhos et al., "Beyond accuracy: quantifying
/// trial-by-trial behaviour of CNNs and humans by measuring error consistency", 2020. The interval is κ ± z·se within
/// [−1, 1], with the asymptotic variance of Fleiss, Cohen and Everitt,
/// 1969.</remarks>
public readonly record struct ErrorConsistency(double Kappa, Interval Interval, double Observed, double Expected, int N)
{
    public static ErrorConsistency Of(PairedCounts counts)
    {
        double n = counts.N;
        if (counts.N == 0)
            return new(double.NaN, Interval.None, double.NaN, double.NaN, 0);
        var (first, second) = ((counts.BothRight + counts.OnlyFirst) / n, (counts.BothRight + counts.OnlySecond) / n);
        var observed = (counts.BothRight + counts.BothWrong) / n;
        var expected = first * second + (1 - first) * (1 - second);
        if (expected >= 1)
            return new(double.NaN, Interval.None, observed, 1, counts.N);
        var kappa = (observed - expected) / (1 - expected);

        // Σ pᵢᵢ(1 − (pᵢ· + p·ᵢ)(1 − κ))² + (1 − κ)² Σ_{i≠j} pᵢⱼ(p·ᵢ + pⱼ·)² − (κ − e(1 − κ))², over n(1 − e)².
        var diagonal =
            Square(1 - (first + second) * (1 - kappa)) * counts.BothRight
            + Square(1 - (2 - first - second) * (1 - kappa)) * counts.BothWrong;
        var apart = Square(1 - kappa) * (counts.OnlyFirst * Square(second + 1 - first) + counts.OnlySecond * Square(1 - second + first));
        var variance = ((diagonal + apart) / n - Square(kappa - expected * (1 - kappa))) / (n * Square(1 - expected));
        var half = WilsonInterval.Z95 * Math.Sqrt(Math.Max(0, variance));
        var interval = counts.Pictures is null
            ? new Interval(Math.Max(-1, kappa - half), Math.Min(1, kappa + half))
            : Interval.Without(NoInterval.PicturesRepeated);
        return new(kappa, interval, observed, expected, counts.N);
    }

    static double Square(double x) => x * x;
}
