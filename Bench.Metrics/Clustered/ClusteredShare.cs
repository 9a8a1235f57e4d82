using Bench.Metrics.Statistics;

namespace Bench.Metrics.Clustered;

/// <summary>How often something happens among the items of one value of a facet, compared with all other items that
/// have a value, where several items are of one picture.</summary>
/// <param name="N">Items with the value.</param>
/// <param name="Pictures">Pictures that they are of.</param>
/// <param name="Share">How often it happens, in [0, 1]; NaN without items.</param>
/// <param name="Interval">The 95 % interval of it.</param>
/// <param name="Ratio">Share over that of all items that have a value; NaN where it never happens.</param>
/// <param name="RatioInterval">The 95 % interval of it.</param>
/// <param name="PValue">That it happens equally often with other values; NaN with fewer than two pictures on a
/// side.</param>
/// <remarks>
/// Variances are those of ratio estimators with pictures as clusters, linearised: Σ_k (s_k − p·n_k)² / n², for s_k
/// events of n_k items of picture k. The interval is Wilson's with as many trials as would have that variance, p(1 − p)
/// / variance (Korn and Graubard, "Confidence intervals for proportions with small expected number of positive counts",
/// 1998), and with the pictures as trials where there is none. The p-value is that of the score test: the difference of
/// two shares over its error where both are the pooled one, normal and two-sided; it heeds that the same pictures may
/// be on both sides. The interval of the ratio takes both sides for independent, and so is too wide rather than too
/// narrow where they share pictures. With one item a picture the intervals are those of a plain share.
/// </remarks>
public readonly record struct ClusteredShare(
    int N,
    int Pictures,
    double Share,
    Interval Interval,
    double Ratio,
    Interval RatioInterval,
    double PValue
)
{
    /// <summary>A variance below it is rounding.</summary>
    const double None = 1e-16;

    /// <summary>Of all items together.</summary>
    /// <param name="events">[N] how often it happened at each item, in [0, 1]; NaN leaves an item out.</param>
    /// <param name="clusters">Pictures of the items.</param>
    public static ClusteredShare Of(ReadOnlySpan<float> events, Clusters clusters)
    {
        var all = new ushort[events.Length];
        Array.Fill(all, (ushort)1);
        return Of(events, all, 1, clusters)[0];
    }

    /// <summary>By the values of a facet.</summary>
    /// <param name="events">[N] how often it happened at each item, in [0, 1]; NaN leaves an item out.</param>
    /// <param name="codes">[N] the value of each item; 0 for none.</param>
    /// <param name="values">Number of values; codes are 1 to this.</param>
    /// <param name="clusters">Pictures of the items.</param>
    /// <returns>One for each value, in the order of their codes.</returns>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static IReadOnlyList<ClusteredShare> Of(ReadOnlySpan<float> events, ReadOnlySpan<ushort> codes, int values, Clusters clusters)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        if (codes.Length != events.Length || clusters.Pictures.Count != events.Length)
            throw new ArgumentException($"{codes.Length} values and {clusters.Pictures.Count} places for {events.Length} items");
        var (all, each) = (new ClusterMoments(), Array.ConvertAll(new ClusterMoments[values + 1], _ => new ClusterMoments()));
        var (sums, counts, met) = (new double[values + 1], new int[values + 1], new List<int>());
        for (var picture = 0; picture < clusters.Count; picture++)
        {
            var (sum, count) = (0.0, 0);
            foreach (var item in clusters.Of(picture))
            {
                if (codes[item] is not (> 0 and var code) || float.IsNaN(events[item]))
                    continue;
                if (counts[code]++ == 0)
                    met.Add(code);
                sums[code] += events[item];
                (sum, count) = (sum + events[item], count + 1);
            }
            if (count > 0)
                all.Add(sum, count, 0, 0);
            foreach (var code in met)
            {
                each[code].Add(sums[code], counts[code], sum - sums[code], count - counts[code]);
                (sums[code], counts[code]) = (0, 0);
            }
            met.Clear();
        }
        return [.. each.Skip(1).Select(own => Of(own, all))];
    }

    /// <summary>Independent items that would say as much of the share of events, of one item at least.</summary>
    internal static double TrialsOf(ClusterMoments items)
    {
        var share = items.Events / items.Items;
        return Trials(share, items.Squares(items, 1.0 / items.Items, -share / items.Items, 0, 0), items.Pictures);
    }

    static ClusteredShare Of(ClusterMoments own, ClusterMoments all)
    {
        if (own.Items == 0)
            return new(0, 0, double.NaN, Interval.None, double.NaN, Interval.None, double.NaN);
        double n = own.Items,
            others = all.Items - own.Items;
        var share = own.Events / n;
        var trials = TrialsOf(own);
        var interval = WilsonInterval.OfShare(share, trials);
        var whole = all.Events / all.Items;
        var ratio = whole == 0 ? double.NaN : share / whole;
        if (others == 0)
            return new((int)n, own.Pictures, share, interval, ratio, Interval.Without(NoInterval.NoneElsewhere), double.NaN);
        var other = Math.Max(0, all.Events - own.Events) / others;
        var otherPictures = all.Pictures - own.Whole;
        var otherTrials = Trials(other, own.Squares(all, 0, 0, 1 / others, -other / others), otherPictures);
        return new(
            (int)n,
            own.Pictures,
            share,
            interval,
            ratio,
            Statistics.RatioInterval.OverAll(Statistics.RatioInterval.OfShares(share, trials, other, otherTrials), n / all.Items),
            own.Pictures < 2 || otherPictures < 2
                ? double.NaN
                : PValueOf(share - other, own.Squares(all, 1 / n, -whole / n, -1 / others, whole / others))
        );
    }

    static double Trials(double share, double variance, int pictures) =>
        share is > 0 and < 1 && variance > None ? share * (1 - share) / variance : pictures;

    static double PValueOf(double difference, double variance) =>
        Math.Abs(difference) < None ? 1
        : variance <= None ? double.NaN
        : 2 * NormalDistribution.Cdf(-Math.Abs(difference) / Math.Sqrt(variance));
}
