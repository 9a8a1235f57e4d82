using Bench.Metrics.Statistics;

namespace Bench.Metrics.Suites;

/// <summary>The mean of one metric over the members of a suite, with its 95 % interval.</summary>
/// <param name="Value">The mean, in the unit of the metric; NaN without members.</param>
/// <param name="Interval">Its interval; <see cref="Statistics.Interval.None"/> where a member has none.</param>
/// <remarks>
/// Every member counts the same, or every group does and the members of a group share its weight: w_i = 1/k, or 1/(G ·
/// k_g). The value is Σ w_i v_i.
/// <para>Of members measured on different images: [Σ w_i v_i − √(Σ w_i² (v_i − l_i)²), Σ w_i v_i + √(Σ w_i² (u_i −
/// v_i)²)], which keeps uneven intervals uneven and stays within the members' range. Zou, Huang and Zhang, "A note on
/// confidence interval estimation for a linear function of binomial proportions", 2009.</para>
/// <para>Of members that share images: [Σ w_i l_i, Σ w_i u_i]. No correlation makes a mean more uncertain than that, so
/// it covers at least as often as it says, and usually more often.</para>
/// </remarks>
public readonly record struct MemberMean(double Value, Interval Interval)
{
    /// <param name="members">One for each member, in any order.</param>
    /// <param name="byGroup">Whether groups count the same, instead of members.</param>
    /// <param name="sharesImages">Whether members, or what they are compared with, have images in common.</param>
    public static MemberMean Of(IReadOnlyList<MemberEstimate> members, bool byGroup = false, bool sharesImages = false)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0)
            return new(double.NaN, Interval.None);
        var inGroup = members.GroupBy(member => member.Group).ToDictionary(group => group.Key, group => group.Count());
        double value = 0,
            below = 0,
            above = 0;
        foreach (var member in members)
        {
            var weight = byGroup ? 1.0 / (inGroup.Count * inGroup[member.Group]) : 1.0 / members.Count;
            var (low, high) = (weight * (member.Value - member.Interval.Low), weight * (member.Interval.High - member.Value));
            value += weight * member.Value;
            below += sharesImages ? low : low * low;
            above += sharesImages ? high : high * high;
        }
        if (double.IsNaN(below + above))
            return new(value, Interval.Without(NoInterval.MemberWithoutInterval));
        return new(value, sharesImages ? new(value - below, value + above) : new(value - Math.Sqrt(below), value + Math.Sqrt(above)));
    }
}
