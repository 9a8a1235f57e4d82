using Bench.Metrics.Statistics;

namespace Bench.Metrics.Comparison;

/// <summary>The pairs of a board that share most of their mistakes.</summary>
/// <remarks>Every pair is counted, M² / 2 intersections of bit sets in parallel; no more than the pairs asked for are
/// kept. The order is that of the lower end of the share's 95 % interval, so that a pair with three mistakes does not
/// are before one with three thousand.</remarks>
public static class ClosestPairs
{
    /// <param name="models">The board; all over one list of images.</param>
    /// <param name="most">Pairs to keep, 1 or more.</param>
    /// <param name="threads">Most threads to take; −1 for all cores. The result does not depend on it.</param>
    /// <returns>Indices of the two models, the smaller first; the closest pair first, equal ones in the order of their
    /// indices.</returns>
    public static IReadOnlyList<(int First, int Second)> Find(IReadOnlyList<ImageOutcomes> models, int most, int threads = -1)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        foreach (var model in models)
            models[0].RequireSameImages(model);
        var wrong = models.Select(Wrong).ToArray();
        var kept = new PriorityQueue<(int First, int Second), Closeness>();
        PairScan.ForEachTile(
            models,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            pairs =>
            {
                var found = new List<Closeness>();
                foreach (var pair in pairs)
                {
                    var both = IntersectionCount.Of(wrong[pair.First], wrong[pair.Second]);
                    if (both > 0)
                        found.Add(new(WilsonInterval.Of(both, both + pair.OnlyFirst + pair.OnlySecond).Low, pair.First, pair.Second));
                }
                lock (kept)
                    foreach (var closeness in found)
                        if (kept.Count < most)
                            kept.Enqueue((closeness.First, closeness.Second), closeness);
                        else
                            kept.EnqueueDequeue((closeness.First, closeness.Second), closeness);
            }
        );
        var order = new (int, int)[kept.Count];
        for (var place = order.Length - 1; place >= 0; place--)
            order[place] = kept.Dequeue();
        return order;
    }

    static ulong[] Wrong(ImageOutcomes model)
    {
        var words = new ulong[model.Used.Words.Length];
        for (var i = 0; i < words.Length; i++)
            words[i] = model.Used.Words[i] & ~model.Correct.Words[i];
        return words;
    }

    /// <summary>Orders the least close first: whatever is dequeued is what is given up.</summary>
    readonly record struct Closeness(double Low, int First, int Second) : IComparable<Closeness>
    {
        public int CompareTo(Closeness other) =>
            Low.CompareTo(other.Low) is var byLow and not 0 ? byLow
            : other.First.CompareTo(First) is var byFirst and not 0 ? byFirst
            : other.Second.CompareTo(Second);
    }
}
