namespace Bench.Api.Leaderboard;

/// <summary>Rank intervals and tie groups from the values' own intervals, for metrics without an outcome for each
/// image.</summary>
/// <remarks>
/// A model is better than another when its whole interval is: rank interval [1 + #better, N − #worse] over the N models
/// with a number. Two non-overlapping 95 % intervals differ at about 0.6 % each; nothing is adjusted for the number of
/// pairs, and pairing is not used, so this separates fewer models than paired tests do. Groups are cut from the top: a
/// model opens a new one when the model that opened the current one is better. A value without interval is a point. O(N
/// log N).
/// </remarks>
internal static class IntervalStanding
{
    public static Standing Compute(BoardColumn column)
    {
        var ranked = column.BestFirst;
        var entries = column.Ranks.Length;
        var (low, high, group) = (new int[entries], new int[entries], new int[entries]);
        // In these units lower is better: the near end is the optimistic one, the far end the pessimistic one.
        var near = Array.ConvertAll([.. ranked], entry => Ends(column, entry).Near);
        var far = Array.ConvertAll([.. ranked], entry => Ends(column, entry).Far);
        var nearSorted = near.Order().ToArray();
        var farSorted = far.Order().ToArray();
        var (leader, groups) = (double.NegativeInfinity, 0);
        for (var place = 0; place < ranked.Count; place++)
        {
            var entry = ranked[place];
            low[entry] = 1 + CountBelow(farSorted, near[place]);
            high[entry] = CountAtMost(nearSorted, far[place]);
            if (groups == 0 || leader < near[place])
            {
                groups++;
                leader = far[place];
            }
            group[entry] = groups;
        }
        return new Standing(Standing.SeparateIntervals, low, high, group);
    }

    static (double Near, double Far) Ends(BoardColumn column, int entry)
    {
        var cell = column[entry]!.Value;
        var (low, high) = (cell.CiLow ?? cell.Value, cell.CiHigh ?? cell.Value);
        return column.HigherIsBetter ? (-high, -low) : (low, high);
    }

    static int CountBelow(double[] ascending, double value)
    {
        var (start, end) = (0, ascending.Length);
        while (start < end)
        {
            var middle = (start + end) / 2;
            if (ascending[middle] < value)
                start = middle + 1;
            else
                end = middle;
        }
        return start;
    }

    static int CountAtMost(double[] ascending, double value) => CountBelow(ascending, Math.BitIncrement(value));
}
