namespace Bench.Metrics.Scoring;

/// <summary>Weighted sums from the least confident image up to each cut of a statistic.</summary>
/// <param name="gaps">Σ w (correct − confidence) up to each cut of the union.</param>
/// <param name="hits">Σ w over right images.</param>
/// <param name="counts">Σ w over used images.</param>
/// <param name="places">Place of each of the statistic's cuts in the union.</param>
readonly ref struct CutSums(ReadOnlySpan<double> gaps, ReadOnlySpan<double> hits, ReadOnlySpan<double> counts, ReadOnlySpan<int> places)
{
    readonly ReadOnlySpan<double> _gaps = gaps, _hits = hits, _counts = counts;
    readonly ReadOnlySpan<int> _places = places;

    /// <summary>Between two cuts, by their places in <see cref="ICutStatistic.Cuts"/>.</summary>
    public double Gap(int from, int to) => _gaps[_places[to]] - _gaps[_places[from]];

    public double Hits(int from, int to) => _hits[_places[to]] - _hits[_places[from]];

    public double Count(int from, int to) => _counts[_places[to]] - _counts[_places[from]];
}
