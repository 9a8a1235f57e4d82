using System.Runtime.Intrinsics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>Weighted sums from the least confident image up to each cut of a statistic, a lane a resample.</summary>
/// <param name="gaps">Σ w (correct − confidence) up to each cut of the union.</param>
/// <param name="hits">Σ w over right images.</param>
/// <param name="counts">Σ w over used images.</param>
/// <param name="places">Place of each of the statistic's cuts in the union.</param>
readonly ref struct CutSums(
    ReadOnlySpan<Vector512<double>> gaps,
    ReadOnlySpan<Vector512<double>> hits,
    ReadOnlySpan<Vector512<double>> counts,
    ReadOnlySpan<int> places
)
{
    readonly ReadOnlySpan<Vector512<double>> _gaps = gaps,
        _hits = hits,
        _counts = counts;
    readonly ReadOnlySpan<int> _places = places;

    /// <summary>Between two cuts, by their places in <see cref="ICutStatistic.Cuts"/>.</summary>
    public Vector512<double> Gap(int from, int to) => _gaps[_places[to]] - _gaps[_places[from]];

    public Vector512<double> Hits(int from, int to) => _hits[_places[to]] - _hits[_places[from]];

    public Vector512<double> Count(int from, int to) => _counts[_places[to]] - _counts[_places[from]];
}
