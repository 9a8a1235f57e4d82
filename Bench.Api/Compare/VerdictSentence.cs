using System.Globalization;
using Bench.Metrics.Comparison;

namespace Bench.Api.Compare;

/// <summary>A verdict in words, the same on the page, in the API and at the gate.</summary>
internal static class VerdictSentence
{
    public static string Of(
        string a,
        string b,
        MarginRule rule,
        MarginVerdict verdict,
        PairedDifference difference,
        int? pictures = null
    ) =>
        verdict switch
        {
            MarginVerdict.NotWorse => Kept(a, b, rule),
            MarginVerdict.Worse => Missed(a, b, rule),
            _ => $"The images do not tell whether {Kept(a, b, rule)}",
        } + $": {Reason(rule, difference, pictures)}.";

    static string Kept(string a, string b, MarginRule rule) =>
        rule.Margin switch
        {
            > 0 => $"{a} is not worse than {b} by {Bound(rule)} {Points(rule.Margin)} points",
            0 => rule.IsStrict ? $"{a} is better than {b}" : $"{a} is not worse than {b}",
            _ => $"{a} is better than {b} by {Least(rule)} {Points(-rule.Margin)} points",
        };

    static string Missed(string a, string b, MarginRule rule) =>
        rule.Margin switch
        {
            > 0 => $"{a} is worse than {b} by {Bound(rule)} {Points(rule.Margin)} points",
            0 => rule.IsStrict ? $"{a} is not better than {b}" : $"{a} is worse than {b}",
            _ => $"{a} is not better than {b} by {Least(rule)} {Points(-rule.Margin)} points",
        };

    static string Bound(MarginRule rule) => rule.IsStrict ? "as much as" : "more than";

    static string Least(MarginRule rule) => rule.IsStrict ? "more than" : "at least";

    static string Reason(MarginRule rule, PairedDifference difference, int? pictures)
    {
        var interval =
            $"{Percent(rule.Confidence)} interval of the difference is {Signed(difference.Low)} to {Signed(difference.High)} points";
        return rule.IsMeasured
            ? $"it measured {Signed(difference.Value)} points, chance included (the {interval})"
            : $"the {interval} on {Count(difference.N)} images{(pictures is { } shown ? $" of {Count(shown)} pictures" : "")}";
    }

    static string Count(int n) => n.ToString("N0", CultureInfo.InvariantCulture);

    static string Percent(double fraction) => (100 * fraction).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    static string Points(double difference) => (100 * difference).ToString("0.00##", CultureInfo.InvariantCulture);

    static string Signed(double difference) => (100 * difference).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);
}
