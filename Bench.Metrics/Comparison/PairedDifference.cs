using Bench.Metrics.Statistics;

namespace Bench.Metrics.Comparison;

/// <summary>Difference of two models' accuracies over the same images, with Tango's score interval.</summary>
/// <param name="Value">Accuracy of the first less accuracy of the second, in [−1, 1]; NaN when no image is
/// shared.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="N">Images compared.</param>
/// <remarks>
/// The interval holds every δ that the score test of H: p_first − p_second = δ does not reject, |b − c − N δ| ≤ z √(N
/// (2 q + δ (1 − δ))), where q is the maximum likelihood estimate of P(only second right) under H: the root of 2N q² +
/// (−b − c + (2N − b + c) δ) q − c δ (1 − δ) = 0.
/// T. Tango, "Equivalence test and confidence interval for the difference in proportions for the paired-sample design",
/// Statistics in Medicine 17, 1998. It keeps its coverage where few images disagree, where Wald's interval and the
/// paired bootstrap collapse; on thousands of images it agrees with the paired percentile bootstrap. At δ = 0 it is the
/// normal form of McNemar's test. N = 0 gives NaN everywhere. Where several images are of one picture the counts are
/// scaled to <see cref="PictureDifferences.Trials"/>.
/// </remarks>
public readonly record struct PairedDifference(double Value, double Low, double High, int N)
{
    const double Z95 = 1.9599639845400545;

    /// <summary>With the 95 % interval.</summary>
    public static PairedDifference Of(PairedCounts counts) => Between(counts, Z95);

    /// <param name="counts">The two models.</param>
    /// <param name="confidence">Of the interval, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is out of range.</exception>
    public static PairedDifference Of(PairedCounts counts, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(confidence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        return Between(counts, confidence == 0.95 ? Z95 : Math.Sqrt(2 * UpperGamma.Inverse(0.5, 1 - confidence)));
    }

    /// <summary>p of the one-sided score test that the first model is ahead by no more than δ: small where it is ahead
    /// by more.</summary>
    /// <param name="counts">The two models.</param>
    /// <param name="delta">δ in (−1, 1); NaN without images.</param>
    public static double PValue(PairedCounts counts, double delta)
    {
        if (counts.N == 0)
            return double.NaN;
        var (distance, variance) = Score(counts, delta);
        if (distance == 0)
            return 0.5;
        var tail = 0.5 * Math.Exp(UpperGamma.Log(0.5, 0.5 * distance * distance / variance));
        return distance > 0 ? tail : 1 - tail;
    }

    static PairedDifference Between(PairedCounts counts, double z)
    {
        if (counts.N == 0)
            return new(double.NaN, double.NaN, double.NaN, 0);
        var value = counts.Difference;
        return new(value, End(counts, -1, value, z), End(counts, 1, value, z), counts.N);
    }

    // The score statistic falls steadily as δ grows, so each end is found by halving between the estimate and the edge
    // of the range.
    static double End(PairedCounts counts, double edge, double estimate, double z)
    {
        double inside = estimate,
            outside = edge;
        if (!Rejects(counts, outside, z))
            return outside;
        for (var step = 0; step < 60; step++)
        {
            var middle = 0.5 * (inside + outside);
            if (Rejects(counts, middle, z))
                outside = middle;
            else
                inside = middle;
        }
        return inside;
    }

    static bool Rejects(PairedCounts counts, double delta, double z)
    {
        var (distance, variance) = Score(counts, delta);
        return distance * distance > z * z * variance;
    }

    /// <summary>b − c − N δ and its variance under H.</summary>
    static (double Distance, double Variance) Score(PairedCounts counts, double delta)
    {
        var scale = counts.Pictures is { } pictures ? pictures.Trials / counts.N : 1;
        double n = scale * counts.N,
            b = scale * counts.OnlyFirst,
            c = scale * counts.OnlySecond;
        var linear = (2 * n - b + c) * delta - b - c;
        var root = Math.Sqrt(Math.Max(0, linear * linear + 8 * n * c * delta * (1 - delta)));
        var q = (root - linear) / (4 * n);
        return (b - c - n * delta, n * Math.Max(0, 2 * q + delta * (1 - delta)));
    }
}
