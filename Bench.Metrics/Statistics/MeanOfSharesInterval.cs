namespace Bench.Metrics.Statistics;

/// <summary>95 % interval of the mean of independent shares, from the interval of each.</summary>
/// <remarks>[v̄ − √(Σ (v − l)² / G²), v̄ + √(Σ (u − v)² / G²)] with Wilson's l and u of each of the G shares v. Zou,
/// Huang and Zhang, "A note on confidence interval estimation for a linear function of binomial proportions", 2009. It
/// says something where every share is 0 or 1, of which resamples are all alike.</remarks>
static class MeanOfSharesInterval
{
    /// <param name="groups">Hits and images of each group; one without an image is left out.</param>
    /// <returns>None without an image.</returns>
    public static Interval Of(IEnumerable<(int Hits, int Images)> groups)
    {
        var (count, sum, below, above) = (0, 0.0, 0.0, 0.0);
        foreach (var (hits, images) in groups.Where(group => group.Images > 0))
        {
            var (share, ends) = ((double)hits / images, WilsonInterval.Of(hits, images));
            (count, sum) = (count + 1, sum + share);
            (below, above) = (below + (share - ends.Low) * (share - ends.Low), above + (ends.High - share) * (ends.High - share));
        }
        return count == 0 ? Interval.None : new((sum - Math.Sqrt(below)) / count, (sum + Math.Sqrt(above)) / count);
    }
}
