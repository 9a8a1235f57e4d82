using Bench.Metrics.Statistics;

namespace Bench.Metrics.Comparison;

/// <summary>Pairs of models whose order differs between two label sets, such as original and corrected
/// labels.</summary>
/// <remarks>A pair changes order when one model has strictly higher accuracy under the first label set and the other
/// under the second. A tie under either label set is no change of order, nor is a missing accuracy. p-values are not
/// corrected for the number of pairs: pass them through <see cref="Holm"/>
/// where a claim is made.</remarks>
public static class OrderChanges
{
    /// <param name="before">Each model's outcomes under the first label set.</param>
    /// <param name="after">The same models, in the same order, under the second label set.</param>
    /// <returns>The reversed pairs, by index of the leader before and then of the other.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or outcomes within a label set are over
    /// different images.</exception>
    public static IReadOnlyList<OrderChange> Find(IReadOnlyList<ImageOutcomes> before, IReadOnlyList<ImageOutcomes> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Count != after.Count)
            throw new ArgumentException($"{before.Count} models before and {after.Count} after", nameof(after));
        var changes = new List<OrderChange>();
        for (var first = 0; first < before.Count; first++)
        for (var second = 0; second < before.Count; second++)
            if (before[first].Accuracy > before[second].Accuracy && after[first].Accuracy < after[second].Accuracy)
                changes.Add(
                    Describe(first, second, PairedCounts.Of(before[first], before[second]), PairedCounts.Of(after[first], after[second]))
                );
        return changes;
    }

    static OrderChange Describe(int first, int second, PairedCounts before, PairedCounts after) =>
        new(
            first,
            second,
            PairedDifference.Of(before),
            McNemar.Test(before).PValue,
            PairedDifference.Of(after),
            McNemar.Test(after).PValue
        );
}
