namespace Bench.Service.Claims;

/// <summary>Whether most images of a stated class are of one other class, for many classes: then the classes are
/// numbered in another order, whichever it is.</summary>
/// <remarks>The class that a stated one stands for is the commonest right class among the other images of that stated
/// class: no image speaks for itself.</remarks>
static class Renumbering
{
    const int LeastGained = 20;
    const double ShareOfWrong = 0.25;
    const int LeastClasses = 3;

    /// <param name="stated">[N] class of each image as it was stated.</param>
    /// <param name="right">[N] its right class.</param>
    /// <param name="leastOfRight">Least share of a right class's images that have the stated class which stands for it. Corrections of
    /// images of a part of the classes name others besides, and each of these is for a few images of one class.</param>
    /// <returns>Images that would be right, and stated classes that stand for another; null where too few
    /// would.</returns>
    public static (int Right, int Classes)? Find(ReadOnlySpan<int> stated, ReadOnlySpan<int> right, double leastOfRight = 0)
    {
        var counts = new Dictionary<(int Stated, int Right), int>();
        for (var i = 0; i < stated.Length; i++)
            counts[(stated[i], right[i])] = counts.GetValueOrDefault((stated[i], right[i])) + 1;
        var tops = counts
            .GroupBy(pair => pair.Key.Stated)
            .ToDictionary(
                same => same.Key,
                same =>
                {
                    var ranked = same.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Right).Take(2).ToList();
                    return (ranked[0].Key.Right, First: ranked[0].Value, Second: ranked.Count > 1 ? ranked[1].Value : 0);
                }
            );
        var images = right.ToArray().CountBy(one => one).ToDictionary();
        var (gained, lost, wrong, moved) = (0, 0, 0, new HashSet<int>());
        foreach (var ((one, truth), count) in counts)
        {
            var top = tops[one];
            // Without the image itself its class has to be ahead still.
            var stands = top.Right == truth && top.First - 1 > top.Second && top.First >= leastOfRight * images[truth];
            if (one != truth)
                wrong += count;
            if (stands && one != truth)
                (gained, _) = (gained + count, moved.Add(one));
            if (!stands && one == truth)
                lost += count;
        }
        // Another order is another number for each class: two of them do not come to stand for the same one.
        var distinct = moved.Select(one => tops[one].Right).Distinct().Count();
        return
            gained >= LeastGained
            && distinct >= LeastClasses
            && 2 * distinct > moved.Count
            && gained >= ShareOfWrong * wrong
            && OrderEvidence.IsClear(gained, lost)
            ? (stated.Length - wrong + gained - lost, moved.Count)
            : null;
    }
}
