using Bench.Metrics.Statistics;

namespace Bench.Metrics.Calibration;

/// <summary>How the debiased squared error would be distributed if all gaps were scaled.</summary>
/// <remarks>As <see cref="ScaledErrors"/>: bins are independent, the number of right images of a small one is binomial
/// and each outcome is gone through, that of a larger one is normal; the sum is taken as normal, with the variance that
/// comes from which images were drawn.</remarks>
sealed class ScaledDebiasedError : IScaledError
{
    /// <summary>Up to this many images a bin's outcomes are gone through one by one.</summary>
    const int Small = 60;

    readonly LocalGaps _gaps;
    readonly ScaledBin[] _bins;
    readonly double[] _outcomes = new double[Small + 1];

    /// <param name="gaps">The gaps at scale 1.</param>
    /// <param name="edges">[bins + 1] positions of the bins.</param>
    public ScaledDebiasedError(LocalGaps gaps, int[] edges)
    {
        _gaps = gaps;
        _bins =
        [
            .. Enumerable.Range(0, edges.Length - 1).Where(b => edges[b + 1] > edges[b]).Select(b => gaps.Bin(edges[b], edges[b + 1])),
        ];
    }

    public double Truth(double scale) => _bins.Sum(bin => Math.Pow(bin.Mean(scale) + bin.Beyond(scale), 2) / bin.Images) / _gaps.Count;

    public double Below(double value, double scale, bool orEqual)
    {
        var (mean, variance, n) = (0.0, 0.0, (double)_gaps.Count);
        foreach (var bin in _bins)
        {
            var (first, spread) = bin.Images <= Small ? OfOutcomes(bin, scale) : OfNormal(bin, scale);
            (mean, variance) = (mean + first / n, variance + spread / (n * n));
        }
        variance += Math.Pow(scale, 4) * _gaps.SquareVariance / n;
        if (variance > 0)
            return NormalDistribution.Cdf((value - mean) / Math.Sqrt(variance));
        return value > mean || (orEqual && value == mean) ? 1 : 0;
    }

    (double Mean, double Variance) OfOutcomes(ScaledBin bin, double scale)
    {
        Binomial.Fill(bin.Images, bin.Hits(scale) / bin.Images, _outcomes);
        var (first, second, beyond) = (0.0, 0.0, bin.Beyond(scale));
        for (var hits = 0; hits <= bin.Images; hits++)
        {
            var term = DebiasedCalibrationError.Term(hits - bin.Confidence + beyond, hits, bin.Images);
            (first, second) = (first + _outcomes[hits] * term, second + _outcomes[hits] * term * term);
        }
        return (first, Math.Max(0, second - first * first));
    }

    /// <summary>Moments of n (X² / n² − H (n − H) / (n² (n − 1))) with X = H − Σ c normal.</summary>
    static (double Mean, double Variance) OfNormal(ScaledBin bin, double scale)
    {
        double n = bin.Images,
            hits = bin.Hits(scale),
            gap = bin.Mean(scale) + bin.Beyond(scale),
            variance = bin.Variance(scale);
        var noise = (hits * (n - hits) - variance) / (n - 1);
        var slope = 2 * gap - (n - 2 * hits) / (n - 1);
        return ((gap * gap + variance - noise) / n, (slope * slope * variance + 2 * variance * variance) / (n * n));
    }
}
