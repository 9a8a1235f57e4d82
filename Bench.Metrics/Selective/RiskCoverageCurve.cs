using Bench.Metrics.OpenSet;

namespace Bench.Metrics.Selective;

/// <summary>Error rate of a model that answers only above a confidence, for a plot and for choosing that
/// confidence.</summary>
/// <remarks>Only thresholds that can be set become points: images of equal confidence are answered together.</remarks>
public static class RiskCoverageCurve
{
    /// <param name="sweep">Score = confidence, positive = right.</param>
    /// <param name="points">About how many points; evenly spread over coverage, the last one at coverage 1.</param>
    /// <returns>At most <paramref name="points"/> points by rising coverage; none for N = 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one point is asked for.</exception>
    public static IReadOnlyList<RiskCoveragePoint> Compute(ThresholdSweep sweep, int points = 100)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        var curve = new List<RiskCoveragePoint>();
        int seen = 0,
            errors = 0;
        foreach (var group in sweep.Groups)
        {
            seen += group.Positives + group.Negatives;
            errors += group.Negatives;
            if ((long)seen * points >= (long)sweep.Count * (curve.Count + 1))
                curve.Add(new((double)seen / sweep.Count, (double)errors / seen, group.Score, seen));
        }
        return curve;
    }
}
