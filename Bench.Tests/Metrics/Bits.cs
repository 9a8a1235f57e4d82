using Bench.Metrics.Comparison;
using Bench.Metrics.Numerics;

namespace Bench.Tests.Metrics;

/// <summary>Short ways to write bit sets and outcomes in a test.</summary>
internal static class Bits
{
    /// <summary>"101" is images 0 and 2 of three.</summary>
    public static BitSet Of(string digits) => Where(digits.Length, i => digits[i] == '1');

    public static BitSet All(int count) => Where(count, static _ => true);

    public static BitSet Where(int count, Func<int, bool> predicate)
    {
        var set = new BitSet(count);
        for (var i = 0; i < count; i++)
            set[i] = predicate(i);
        return set;
    }

    /// <summary>Outcomes over images that are all used.</summary>
    public static ImageOutcomes Outcomes(string correct) => new(Of(correct), All(correct.Length));

    /// <summary>Outcomes with unused images written as "-".</summary>
    public static ImageOutcomes Masked(string correct) => new(Of(correct), Where(correct.Length, i => correct[i] != '-'));
}
