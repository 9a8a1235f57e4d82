namespace Bench.Workers.Inference.Plans;

/// <summary>Finds the fastest of several settings on a machine that has other work too: all are timed a little, the
/// slower half leaves, the rest is timed twice as long. The last two are timed in turns.</summary>
internal static class SuccessiveHalving
{
    /// <summary>Windows of the last two in their last turn: one window alone says what else the machine did.</summary>
    const int LastWindows = 8;

    /// <summary>Ranks the candidates by the medians of their windows, the fastest first.</summary>
    /// <param name="candidates">Each once, the cheapest first.</param>
    /// <param name="measure">Rates of a candidate in so many windows; none where it cannot be run, and it
    /// leaves.</param>
    /// <param name="budget">No measurement begins later. A candidate that was not timed by then is not ranked, but for the
    /// first.</param>
    /// <param name="time">Tells it.</param>
    /// <param name="first">Windows of the first round.</param>
    public static async Task<List<(T Candidate, double Rate)>> RankAsync<T>(
        IReadOnlyList<T> candidates,
        Func<T, int, Task<IReadOnlyList<double>>> measure,
        TimeSpan budget,
        TimeProvider time,
        int first = 1
    )
        where T : notnull
    {
        var begun = time.GetTimestamp();
        var rates = candidates.ToDictionary(candidate => candidate, _ => new List<double>());
        List<(T Candidate, double Rate)> ranked = [];
        var field = candidates.ToList();
        for (var windows = first; field.Count > 0; windows *= 2)
        {
            foreach (var candidate in field.ToArray())
            {
                if (rates.Values.Any(known => known.Count > 0) && time.GetElapsedTime(begun) >= budget)
                    break;
                var measured = await measure(candidate, windows);
                rates[candidate].AddRange(measured);
                if (measured.Count == 0)
                    field.Remove(candidate);
            }
            var order = field
                .Where(candidate => rates[candidate].Count > 0)
                .Select(candidate => (Candidate: candidate, Rate: Median(rates[candidate])))
                .OrderByDescending(each => each.Rate)
                .ToList();
            var stays =
                time.GetElapsedTime(begun) >= budget ? 0
                : order.Count > 2 ? (order.Count + 1) / 2
                : order.Count == 2 && windows < LastWindows ? 2
                : 0;
            ranked.InsertRange(0, order.Skip(stays));
            field = [.. order.Take(stays).Select(each => each.Candidate)];
        }
        return ranked;
    }

    static double Median(List<double> values)
    {
        var order = values.Order().ToArray();
        return (order[(order.Length - 1) / 2] + order[order.Length / 2]) / 2;
    }
}
