namespace Bench.Service.Evaluations.Review;

/// <summary>Two groups among numbers that are all of one size where one model has made them: how far the scores of each row, or of each
/// class, are spread.</summary>
/// <param name="Larger">Members of the group whose numbers are larger.</param>
/// <param name="Times">How many times as large they are.</param>
/// <param name="Where">Which members they are, as in "from 200 to 399"; null where they lie scattered.</param>
sealed record ScaleGroups(int Larger, double Times, string? Where)
{
    const int Least = 20;
    const double LeastShare = 0.05;

    /// <summary>Scattered members are cut where the two sides differ most. The sides of one group, too, are some three deviations apart,
    /// and up to 4.3 times as large among published models' best classes: groups are farther apart by one of these.</summary>
    static readonly (double Times, double Deviations)[] Scatter = [(7, 3), (3, 4)];

    /// <summary>Ratio between members that are told apart by their places; no published model, in any order, exceeds
    /// 1.5.</summary>
    const double TimesInPlace = 1.8;
    const double Clear = 6;

    /// <summary>Numbers of processes that rows are commonly dealt out to.</summary>
    static readonly int[] Processes = [2, 3, 4, 8];

    /// <param name="logarithms">Of the numbers, in order.</param>
    /// <returns>Null where they are of one size, or too few.</returns>
    public static ScaleGroups? Find(double[] logarithms)
    {
        if (logarithms.Length < 2 * Least)
            return null;
        return InStretch(logarithms) ?? InTurn(logarithms) ?? Scattered(logarithms);
    }

    static ScaleGroups? Scattered(double[] values)
    {
        double[] sorted = [.. values.Order()];
        // The split between which the groups differ most, of all their variance.
        var (total, sum, best, at) = (sorted.Sum(), 0.0, 0.0, 0);
        for (var i = 1; i < sorted.Length; i++)
        {
            sum += sorted[i - 1];
            var apart = (total - sum) / (sorted.Length - i) - sum / i;
            var between = apart * apart * i * (sorted.Length - i);
            if (IsEnough(i, sorted.Length) && between > best)
                (best, at) = (between, i);
        }
        if (at == 0)
            return null;
        var groups = Apart(sorted, i => i >= at);
        var (times, deviations) = (Math.Exp(groups.By), groups.By / groups.Within);
        return Array.Exists(Scatter, least => times >= least.Times && deviations >= least.Deviations)
            ? new(sorted.Length - at, times, null)
            : null;
    }

    /// <summary>The stretch whose sum is farthest from the mean's.</summary>
    static ScaleGroups? InStretch(double[] values)
    {
        var (from, to) = FarthestStretch.Of(values);
        return IsEnough(to - from, values.Length)
            ? Of(
                values,
                i => i >= from && i < to,
                inside => inside ? Places(from, to, values.Length) : PlacesAround(from, to, values.Length)
            )
            : null;

        static string Places(int from, int to, int count) =>
            from == 0 ? $"up to {to - 1:N0}"
            : to == count ? $"from {from:N0} on"
            : $"from {from:N0} to {to - 1:N0}";

        static string PlacesAround(int from, int to, int count) =>
            from == 0 ? Places(to, count, count)
            : to == count ? Places(0, from, count)
            : $"before {from:N0} and after {to - 1:N0}";
    }

    /// <summary>Every kth member, as where several processes took turns.</summary>
    static ScaleGroups? InTurn(double[] values)
    {
        foreach (var count in Processes)
            for (var turn = 0; turn < (count == 2 ? 1 : count); turn++)
                if (
                    IsEnough(values.Length / count, values.Length)
                    && Of(
                        values,
                        i => i % count == turn,
                        inside =>
                            inside ? $"one of each {count} from {turn}"
                            : count == 2 ? "one of each 2 from 1"
                            : $"all but one of each {count} from {turn}"
                    )
                        is { } found
                )
                    return found;
        return null;
    }

    static ScaleGroups? Of(double[] values, Func<int, bool> isInside, Func<bool, string> where)
    {
        var (by, within, inside) = Apart(values, isInside);
        var outside = values.Length - inside;
        var error = within * Math.Sqrt(1.0 / inside + 1.0 / outside);
        return !IsEnough(inside, values.Length) || Math.Abs(by) < Math.Max(Math.Log(TimesInPlace), Clear * error)
            ? null
            : new(by > 0 ? inside : outside, Math.Exp(Math.Abs(by)), where(by > 0));
    }

    /// <summary>By how much the mean of some members is above that of the others, and the deviation within both.</summary>
    static (double By, double Within, int Inside) Apart(double[] values, Func<int, bool> isInside)
    {
        var (inside, outside) = (new Moments(), new Moments());
        for (var i = 0; i < values.Length; i++)
            if (isInside(i))
                inside = inside.With(values[i]);
            else
                outside = outside.With(values[i]);
        return (inside.Mean - outside.Mean, Math.Sqrt((inside.Around + outside.Around) / values.Length), inside.Count);
    }

    static bool IsEnough(int members, int all) => Math.Min(members, all - members) >= Math.Max(Least, LeastShare * all);

    /// <summary>Count, mean and sum of squares around it, by Welford's recurrence.</summary>
    readonly record struct Moments(int Count, double Mean, double Around)
    {
        public Moments With(double value)
        {
            var mean = Mean + (value - Mean) / (Count + 1);
            return new(Count + 1, mean, Around + (value - Mean) * (value - mean));
        }
    }
}
