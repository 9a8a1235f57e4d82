namespace Bench.Metrics.OpenSet;

/// <summary>Area under the precision-recall curve by the trapezoid rule, in [0, 1]: what OpenOOD reports as
/// AUPR.</summary>
/// <remarks>Σ_k (R_k − R_{k−1}) (P_k + P_{k−1}) / 2 over the distinct scores, from the point of recall 0 and precision
/// 1 on; equal scores enter together. Straight lines between the points promise precision that no threshold gives
/// (Davis and Goadrich, 2006); <see cref="AveragePrecision"/> draws none. NaN without positives.</remarks>
public static class PrecisionRecallTrapezoid
{
    /// <summary>Positives are wanted at high scores.</summary>
    public static double OfPositives(ThresholdSweep sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        var area = new Walk();
        foreach (var group in sweep.Groups)
            area.Add(group.Positives, group.Negatives);
        return area.Of(sweep.Positives);
    }

    /// <summary>Negatives are wanted at low scores.</summary>
    public static double OfNegatives(ThresholdSweep sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        var area = new Walk();
        for (var i = sweep.Groups.Length - 1; i >= 0; i--)
            area.Add(sweep.Groups[i].Negatives, sweep.Groups[i].Positives);
        return area.Of(sweep.Negatives);
    }

    /// <summary>The curve, a group of equal scores at a time.</summary>
    internal struct Walk()
    {
        double _hits,
            _seen,
            _precision = 1,
            _sum;

        /// <param name="wanted">Weight of the wanted images of a group.</param>
        /// <param name="unwanted">Weight of the others.</param>
        public void Add(double wanted, double unwanted)
        {
            if (wanted + unwanted == 0)
                return;
            _hits += wanted;
            _seen += wanted + unwanted;
            var precision = _hits / _seen;
            _sum += wanted * (precision + _precision) / 2;
            _precision = precision;
        }

        /// <param name="all">Weight of all wanted images; 0 gives NaN.</param>
        public readonly double Of(double all) => all == 0 ? double.NaN : _sum / all;
    }
}
