using Bench.Metrics.Statistics;

namespace Bench.Metrics.Calibration;

/// <summary>How a binned calibration error would be distributed if all gaps were scaled.</summary>
/// <remarks>Bins are independent. The number of right images of a small one is taken as binomial, that of a larger one
/// as normal; a sum over bins as normal, with the variance that comes from which images were drawn; the largest gap has
/// the product of the bins' distributions.</remarks>
sealed class ScaledErrors : IScaledError
{
    /// <summary>Up to this many images a bin's outcomes are gone through one by one.</summary>
    const int Small = 60;

    /// <summary>Gaps that differ by less than this are equal: they are sums of the same numbers in another
    /// order.</summary>
    const double Rounding = 1e-9;

    readonly LocalGaps _gaps;
    readonly ScaledBin[] _bins;
    readonly CalibrationNorm _norm;
    readonly double[] _outcomes = new double[Small + 1];

    /// <param name="gaps">The gaps at scale 1.</param>
    /// <param name="edges">[bins + 1] positions of the bins.</param>
    /// <param name="scored">Bins whose gap counts; images of the others count in N alone.</param>
    /// <param name="norm">What is made of the gaps.</param>
    public ScaledErrors(LocalGaps gaps, int[] edges, int scored, CalibrationNorm norm)
    {
        (_gaps, _norm) = (gaps, norm);
        _bins =
        [
            .. Enumerable
                .Range(0, Math.Min(scored, edges.Length - 1))
                .Where(b => edges[b + 1] > edges[b])
                .Select(b => gaps.Bin(edges[b], edges[b + 1])),
        ];
    }

    /// <summary>The error at a scale, without noise.</summary>
    public double Truth(double scale)
    {
        var errors = new CalibrationGaps();
        foreach (var bin in _bins)
            errors.Add(bin.Mean(scale) + Beyond(bin, scale), bin.Images);
        errors.Add(0, _gaps.Count - _bins.Sum(bin => bin.Images));
        return errors.Value(_norm);
    }

    /// <summary>Sums over the bins hold which images were drawn (<see cref="LocalGaps.AbsoluteVariance"/>); the largest gap
    /// does not.</summary>
    double Beyond(ScaledBin bin, double scale) => _norm == CalibrationNorm.Max ? 0 : bin.Beyond(scale);

    /// <summary>Probability that the error of N images at a scale is below a value, or at most it.</summary>
    public double Below(double value, double scale, bool orEqual)
    {
        if (_norm == CalibrationNorm.Max)
            return LargestBelow(value * (orEqual ? 1 + Rounding : 1 - Rounding), scale);
        var (mean, variance, n) = (0.0, 0.0, (double)_gaps.Count);
        foreach (var bin in _bins)
        {
            var (first, second) = Moments(bin, scale);
            var weight = _norm == CalibrationNorm.L1 ? n : n * bin.Images;
            (mean, variance) = (mean + first / weight, variance + (second - first * first) / (weight * weight));
        }
        variance += (_norm == CalibrationNorm.L1 ? scale * scale * _gaps.AbsoluteVariance : Math.Pow(scale, 4) * _gaps.SquareVariance) / n;
        var measured = _norm == CalibrationNorm.L1 ? value : value * value;
        if (variance > 0)
            return NormalDistribution.Cdf((measured - mean) / Math.Sqrt(variance));
        return measured > mean || (orEqual && measured == mean) ? 1 : 0;
    }

    double LargestBelow(double value, double scale)
    {
        var product = 1.0;
        foreach (var bin in _bins)
        {
            var (mean, limit) = (bin.Mean(scale), value * bin.Images);
            if (bin.Images <= Small)
            {
                Binomial.Fill(bin.Images, bin.Hits(scale) / bin.Images, _outcomes);
                var within = 0.0;
                for (var hits = 0; hits <= bin.Images; hits++)
                    if (Math.Abs(hits - bin.Confidence) <= limit)
                        within += _outcomes[hits];
                product *= Math.Min(1, within);
            }
            else if (Math.Sqrt(bin.Variance(scale)) is > 0 and var deviation)
            {
                product *= NormalDistribution.Cdf((limit - mean) / deviation) - NormalDistribution.Cdf((-limit - mean) / deviation);
            }
            else if (Math.Abs(mean) > limit)
            {
                return 0;
            }
        }
        return product;
    }

    /// <summary>Mean, and mean square, of what a bin adds: the amount of its gap sum, or the square of that.</summary>
    (double First, double Second) Moments(ScaledBin bin, double scale)
    {
        if (bin.Images <= Small)
            return OutcomeMoments(bin, scale);
        var (mean, variance) = (bin.Mean(scale) + bin.Beyond(scale), bin.Variance(scale));
        var square = mean * mean;
        if (_norm == CalibrationNorm.L2)
            return (square + variance, square * square + 6 * square * variance + 3 * variance * variance);
        if (variance <= 0)
            return (Math.Abs(mean), square);
        var deviation = Math.Sqrt(variance);
        var z = mean / deviation;
        return (2 * deviation * NormalDistribution.Density(z) + mean * (1 - 2 * NormalDistribution.Cdf(-z)), square + variance);
    }

    (double First, double Second) OutcomeMoments(ScaledBin bin, double scale)
    {
        Binomial.Fill(bin.Images, bin.Hits(scale) / bin.Images, _outcomes);
        var (first, second, beyond) = (0.0, 0.0, bin.Beyond(scale));
        for (var hits = 0; hits <= bin.Images; hits++)
        {
            var gap = hits - bin.Confidence + beyond;
            var part = _norm == CalibrationNorm.L1 ? Math.Abs(gap) : gap * gap;
            (first, second) = (first + _outcomes[hits] * part, second + _outcomes[hits] * part * part);
        }
        return (first, second);
    }
}
