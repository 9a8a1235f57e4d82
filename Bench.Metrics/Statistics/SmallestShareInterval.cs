namespace Bench.Metrics.Statistics;

/// <summary>The 95 % interval of the smallest of several shares: the accuracy of the worst class, say.</summary>
/// <remarks>
/// The smallest of many noisy shares is smaller than the smallest true one, and resamples make it smaller still. The
/// lower end is Wilson's of the group that is worst. For the upper end the groups' shares are drawn towards their mean:
/// it is the smallest share under which so small a minimum has a probability of 2.5 %, or, where it has more even if
/// all groups are alike, the upper end of Wilson's interval over all images.
/// </remarks>
static class SmallestShareInterval
{
    /// <summary>A group's share is compared with the smallest to within the rounding of a division.</summary>
    const double Rounding = 1e-9;

    /// <param name="groups">Hits and images of each group; one without an image is left out.</param>
    /// <returns>None without an image.</returns>
    public static Interval Of(IEnumerable<(int Hits, int Images)> groups)
    {
        var filled = groups.Where(group => group.Images > 0).ToList();
        if (filled.Count == 0)
            return Interval.None;
        var (hits, images) = (filled.Sum(group => (long)group.Hits), filled.Sum(group => (long)group.Images));
        var whole = WilsonInterval.Of(hits, images);
        // Where all images are hits, no group is known to be worse than the others.
        if (hits == images)
            return whole;
        var worst = filled.MinBy(group => ((double)group.Hits / group.Images, group.Images));
        var (value, mean) = ((double)worst.Hits / worst.Images, filled.Average(group => (double)group.Hits / group.Images));
        var spread = ScaleInversion.Find(NoneSoBad, 1 - ScaleInversion.Tail);
        return new(
            Math.Min(value, WilsonInterval.Of(worst.Hits, worst.Images).Low),
            Math.Max(value, spread == 0 ? whole.High : At(value, spread))
        );

        double At(double share, double scale) => Math.Clamp(mean + scale * (share - mean), 0, 1);

        double NoneSoBad(double scale)
        {
            var none = 1.0;
            foreach (var (groupHits, n) in filled)
                none *= Binomial.Above(n, At((double)groupHits / n, scale), (int)Math.Floor(value * n + Rounding));
            return none;
        }
    }
}
