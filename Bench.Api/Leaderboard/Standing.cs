using Bench.Metrics.Catalogue;

namespace Bench.Api.Leaderboard;

/// <summary>The ranks of a board's entries: for each a rank interval and a tie group; 0 where an entry has no
/// number.</summary>
internal sealed class Standing(string method, int[] low, int[] high, int[] tieGroup)
{
    /// <summary>McNemar's exact test for every pair, Holm over all pairs, family-wise 5 %.</summary>
    public const string PairedTests = "pairedTests";

    /// <summary>Two models differ when their 95 % intervals do not overlap; for metrics that are no mean of right and
    /// wrong images.</summary>
    public const string SeparateIntervals = "separateIntervals";

    /// <summary>The tests are still being computed: ask again.</summary>
    public const string Pending = "pending";

    /// <summary>The metric whose value is the mean of right and wrong images, which the paired tests are
    /// about.</summary>
    public const string PairedMetric = AccuracyMetrics.Top1;

    public string Method { get; } = method;

    public (int Low, int High, int TieGroup)? this[int entry] => low[entry] == 0 ? null : (low[entry], high[entry], tieGroup[entry]);
}
