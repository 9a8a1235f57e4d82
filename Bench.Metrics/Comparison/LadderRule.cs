namespace Bench.Metrics.Comparison;

/// <summary>Which of an owner's tries at one dataset are reported: those that are better than the best one reported,
/// beyond what this many tries would give by chance.</summary>
/// <remarks>
/// The Ladder of A. Blum and M. Hardt, "The Ladder: a reliable leaderboard for machine learning competitions", 2015,
/// with another step. The k-th comparison is reported where McNemar's exact one-sided p is at most α / (k (k + 1)),
/// or that of pictures where several images are of one.
/// These levels sum to α over any number of tries, and until something is reported the owner learns nothing that a try
/// could be fitted to; so whatever is tried, with probability 1 − α no try is reported that is not better. The step of
/// the paper's parameter-free Ladder, one standard error of the difference, is too small for that: tries that differ on
/// a few images pass it one time in six.
/// </remarks>
public static class LadderRule
{
    public const double Level = 0.05;

    /// <summary>Whether a try is reported.</summary>
    /// <param name="counts">The try, first, and the best one reported, second.</param>
    /// <param name="comparison">Number of this comparison of the owner's, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static bool Reports(PairedCounts counts, int comparison)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(comparison, 1);
        return counts.OnlyFirst > counts.OnlySecond && McNemar.Test(counts).LogPValue - Math.Log(2) <= Math.Log(LevelOf(comparison));
    }

    /// <summary>The greatest p that the k-th comparison is reported at.</summary>
    public static double LevelOf(int comparison) => Level / ((double)comparison * (comparison + 1));
}
