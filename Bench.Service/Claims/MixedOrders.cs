namespace Bench.Service.Claims;

/// <summary>Whether part of some stated classes is numbered in another order than the rest: a stretch of a list, the
/// classes behind one that was left out, or one row here and there.</summary>
/// <remarks>Under such an order many images become right that are wrong as given, without the rest becoming wrong.
/// Errors of an honest model fall on many classes; those that another order would mend are few.</remarks>
static class MixedOrders
{
    /// <summary>Images that another order makes right, less those that it makes wrong, from which on a stretch is no
    /// chance.</summary>
    const int LeastInStretch = 16;

    /// <summary>In a stretch so many images are made right for each that is made wrong.</summary>
    const int PerLost = 4;

    /// <summary>Over all, so many images and this share of the wrong ones are made right.</summary>
    const int LeastOverAll = 20;
    const double ShareOfWrong = 0.25;

    /// <summary>Times what guessing among the other classes would make right.</summary>
    const double TimesChance = 4;

    const int LeastClasses = 3;

    /// <param name="count">Images, in the order of the list.</param>
    /// <param name="classes">C.</param>
    /// <param name="isRight">Whether an image's stated classes hold what is right: as given (null), or read in an
    /// order.</param>
    /// <param name="stated">A stated class of an image.</param>
    /// <param name="orders">The other readings.</param>
    /// <returns>The order that makes most right, and how many images; null where there is none.</returns>
    public static (ClassOrder Order, int Gained)? Find(
        int count,
        int classes,
        Func<int, ClassOrder?, bool> isRight,
        Func<int, int> stated,
        IReadOnlyList<ClassOrder> orders
    )
    {
        var now = new bool[count];
        for (var image = 0; image < count; image++)
            now[image] = isRight(image, null);
        var wrong = now.Count(right => !right);
        int[] byClass = [.. Enumerable.Range(0, count).OrderBy(stated)];
        (ClassOrder Order, int Gained)? best = null;
        foreach (var order in orders)
        {
            var change = new sbyte[count];
            for (var image = 0; image < count; image++)
                change[image] = (sbyte)((isRight(image, order) ? 1 : 0) - (now[image] ? 1 : 0));
            var gained = Stretch(change, place => place, stated);
            gained = Math.Max(gained, Stretch(change, place => byClass[place], stated));
            gained = Math.Max(gained, OverAll(change, wrong, classes, stated));
            if (gained > (best?.Gained ?? 0))
                best = (order, gained);
        }
        return best;
    }

    /// <summary>Whether images of a stretch of rows belong to other images, by what becomes right and wrong row by
    /// row.</summary>
    public static int Stretch(ReadOnlySpan<sbyte> change, Func<int, int> at, Func<int, int> stated)
    {
        var (sum, start, best, from, end) = (0, 0, 0, 0, 0);
        for (var place = 0; place < change.Length; place++)
        {
            sum += change[at(place)];
            if (sum <= 0)
                (sum, start) = (0, place + 1);
            else if (sum > best)
                (best, from, end) = (sum, start, place + 1);
        }
        if (best < LeastInStretch)
            return 0;
        var (gained, lost, classes) = (0, 0, new HashSet<int>());
        for (var place = from; place < end; place++)
        {
            if (change[at(place)] > 0)
                (gained, _) = (gained + 1, classes.Add(stated(at(place))));
            else if (change[at(place)] < 0)
                lost++;
        }
        return gained >= PerLost * lost && classes.Count >= LeastClasses ? gained : 0;
    }

    static int OverAll(ReadOnlySpan<sbyte> change, int wrong, int classes, Func<int, int> stated)
    {
        var (gained, seen) = (0, new HashSet<int>());
        for (var image = 0; image < change.Length; image++)
            if (change[image] > 0)
                (gained, _) = (gained + 1, seen.Add(stated(image)));
        return
            gained >= LeastOverAll
            && seen.Count >= LeastClasses
            && gained >= Math.Max(ShareOfWrong, TimesChance / Math.Max(1, classes - 1)) * wrong
            ? gained
            : 0;
    }
}
