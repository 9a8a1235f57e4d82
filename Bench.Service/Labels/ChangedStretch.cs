using Bench.Service.Claims;

namespace Bench.Service.Labels;

/// <summary>A few images in a row whose labels a label set changes, each of them, over several classes. Corrections lie scattered, or
/// where a class is badly labelled; rows that slipped lie together.</summary>
/// <remarks>Of 2,400 subsets of val, of 50 to 10,000 images in the order of names or of class folders, with ReaL, with cleanlab's
/// corrections and with two models' answers for labels, none has such a row.</remarks>
static class ChangedStretch
{
    /// <summary>Images that all have their neighbours' labels, or those of another order of classes.</summary>
    const int LeastMatching = 4;
    const int LeastClasses = 3;

    /// <summary>Chance that as many changes in a row are somewhere in the list.</summary>
    static readonly double MostChance = Math.Log(1e-6);

    /// <param name="From">First image, as a place in the list.</param>
    /// <param name="Count">Images.</param>
    /// <param name="Words">What would make them agree; null where nothing is known that does.</param>
    /// <param name="IsOfClasses">Whether that is another order of classes.</param>
    public readonly record struct Found(int From, int Count, string? Words, bool IsOfClasses);

    /// <param name="own">The dataset's label of each image that both label, in the dataset's order.</param>
    /// <param name="agrees">Whether the set has a label, read in an order, for an image: by the place of the image, and that of the image
    /// whose own label it may be.</param>
    /// <param name="orders">Other orders of classes.</param>
    public static Found? Find(ReadOnlySpan<int> own, Func<int, int, ClassOrder?, bool> agrees, IReadOnlyList<ClassOrder> orders)
    {
        var changed = new bool[own.Length];
        for (var image = 0; image < changed.Length; image++)
            changed[image] = !agrees(image, image, null);
        foreach (var (words, step) in (ReadOnlySpan<(string, int)>)[("one row late", -1), ("one row early", 1)])
        {
            var neighbours = new bool?[own.Length];
            for (var image = 0; image < own.Length; image++)
                neighbours[image] =
                    image + step < 0 || image + step >= own.Length ? false
                    // A neighbour of the same class says nothing.
                    : own[image] == own[image + step] && !changed[image] ? null
                    : changed[image] && agrees(image, image + step, null);
            if (Longest(neighbours, own) is { Count: >= LeastMatching } moved)
                return moved with { Words = $"they were {words}" };
        }
        foreach (var order in orders)
            if (
                Longest(
                    [.. Enumerable.Range(0, changed.Length).Select(image => (bool?)(changed[image] && agrees(image, image, order)))],
                    own
                ) is
                { Count: >= LeastMatching } renumbered
            )
                return renumbered with { Words = $"their numbers were classes {order.Words}", IsOfClasses = true };
        return
            Longest(Array.ConvertAll(changed, each => (bool?)each), own) is { Count: > 0 } run
            && Math.Log(own.Length) + run.Count * Math.Log((double)(changed.Count(each => each) - run.Count + 1) / own.Length) <= MostChance
            ? run
            : null;
    }

    /// <summary>The longest row of true over enough classes; null neither ends one nor counts.</summary>
    static Found Longest(bool?[] found, ReadOnlySpan<int> own)
    {
        var (longest, from, count, classes) = (new Found(), 0, 0, new HashSet<int>());
        for (var image = 0; image < found.Length; image++)
        {
            if (found[image] is null)
                continue;
            if (found[image] == false)
            {
                count = 0;
                classes.Clear();
                continue;
            }
            from = count++ == 0 ? image : from;
            classes.Add(own[image]);
            if (classes.Count >= LeastClasses && count > longest.Count)
                longest = new Found(from, count, null, false);
        }
        return longest;
    }
}
