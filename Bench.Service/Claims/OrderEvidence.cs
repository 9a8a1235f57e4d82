namespace Bench.Service.Claims;

/// <summary>How well stated classes agree with what is right, as given and under each order that they may have been
/// numbered in.</summary>
/// <remarks>Two readings of the same numbers are compared image by image, as McNemar's test does: only images that
/// exactly one of them gets right say anything.</remarks>
static class OrderEvidence
{
    /// <summary>Standard errors by which the other reading has to be ahead. Some ten readings are tried, on every
    /// submission.</summary>
    const double Clear = 4;

    /// <summary>A reading that is right about fewer different classes may be right by the data's own
    /// lopsidedness.</summary>
    const int LeastClasses = 3;

    /// <summary>Whether one reading of the same numbers is right clearly more often than another.</summary>
    /// <param name="gained">Images that it alone gets right.</param>
    /// <param name="lost">Images that the other alone gets right.</param>
    public static bool IsClear(int gained, int lost) => gained - lost >= Clear * Math.Sqrt(gained + lost);

    /// <param name="count">Images.</param>
    /// <param name="isRight">Whether an image's stated classes hold what is right: as given (null), or read in an
    /// order.</param>
    /// <param name="stated">A stated class of an image, to see how many different ones a reading is right
    /// about.</param>
    /// <param name="orders">The other readings.</param>
    /// <returns>The order under which clearly more is right, with how much; null when there is none.</returns>
    public static (ClassOrder Order, int Right)? Find(
        int count,
        Func<int, ClassOrder?, bool> isRight,
        Func<int, int> stated,
        IReadOnlyList<ClassOrder> orders
    )
    {
        var asTheyStand = new bool[count];
        for (var image = 0; image < count; image++)
            asTheyStand[image] = isRight(image, null);
        var rightNow = asTheyStand.Count(right => right);
        (ClassOrder Order, int Right)? best = null;
        foreach (var order in orders)
        {
            var (right, gained, lost, classes) = (0, 0, 0, new HashSet<int>());
            for (var image = 0; image < count; image++)
            {
                var now = isRight(image, order);
                if (now)
                    (right, _) = (right + 1, classes.Add(stated(image)));
                if (now && !asTheyStand[image])
                    gained++;
                if (!now && asTheyStand[image])
                    lost++;
            }
            if (classes.Count >= LeastClasses && right >= 2 * rightNow && IsClear(gained, lost) && right > (best?.Right ?? 0))
                best = (order, right);
        }
        return best;
    }
}
