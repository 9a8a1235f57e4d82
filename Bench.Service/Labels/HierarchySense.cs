using System.Text.RegularExpressions;
using Bench.Metrics.Hierarchy;

namespace Bench.Service.Labels;

/// <summary>Whether distances between classes, or their superclasses, can mean anything: a file may hold every class,
/// each at another's place.</summary>
static partial class HierarchySense
{
    /// <summary>Fewer classes may well be all alike.</summary>
    const int LeastForAlike = 20;
    const int LeastForNeighbours = 100;

    /// <summary>A share of the mean distance between classes: WordNet numbers a subject's nouns one after the other, so
    /// neighbours by id are at half of it.</summary>
    const double Near = 0.9;

    /// <summary>Standard errors.</summary>
    const double Clear = 4;

    /// <param name="file">A file that holds the classes.</param>
    /// <param name="classes">[C] id of each class.</param>
    /// <returns>Why they mean nothing, as the end of a sentence; null where they may.</returns>
    public static string? WhyNot(HierarchyFile file, IReadOnlyList<string> classes)
    {
        if (classes.Count < LeastForAlike)
            return null;
        var distance = DistanceIn(file, classes);
        int[] places = [.. Enumerable.Range(0, classes.Count).OrderBy(place => classes[place], StringComparer.Ordinal)];
        double[] near = [.. places.Zip(places[1..], distance)];
        double[] far = [.. places.Zip([.. places[(places.Length / 3)..], .. places[..(places.Length / 3)]], distance)];
        var heights = near.Concat(far).Distinct().Count();
        if (heights == 1)
            return "has all classes at the same distance from each other, so every mistake is as bad as any other";
        // Kinds of kinds of kinds are few: of ImageNet's 1,000 classes, 19 at most.
        if (heights > classes.Count / 2)
            return "puts one class below the other as in a chain, so how bad a mistake is says only how far down the list it happens";
        return places.Length >= LeastForNeighbours && classes.All(id => WordNetId().IsMatch(id)) && near.Average() >= Near * far.Average()
            ? "has classes with neighbouring WordNet ids as far from each other as any two, and WordNet numbers what is alike one after "
                + "the other: the ids seem to be at each other's places"
            : null;
    }

    /// <summary>Of superclasses, which say as little when their members are drawn by lot.</summary>
    /// <param name="superclasses">Class ids of each.</param>
    /// <param name="classes">[C] id of each class.</param>
    /// <returns>As above.</returns>
    public static string? WhyNot(IEnumerable<IReadOnlyList<string>> superclasses, IReadOnlyList<string> classes)
    {
        var known = classes.ToHashSet(StringComparer.Ordinal);
        var superclassesOf = superclasses
            .SelectMany((members, place) => members.Where(known.Contains).Select(id => (id, place)))
            .ToLookup(each => each.id, each => each.place, StringComparer.Ordinal);
        string[] ids = [.. superclassesOf.Select(each => each.Key).Order(StringComparer.Ordinal)];
        if (ids.Length < LeastForNeighbours || !ids.All(id => WordNetId().IsMatch(id)))
            return null;
        var shared = ids.Zip(ids[1..]).Count(pair => superclassesOf[pair.First].Intersect(superclassesOf[pair.Second]).Any());
        // Of any two classes so many share one.
        var chance = Math.Min(
            1,
            superclassesOf
                .SelectMany(each => each)
                .GroupBy(place => place)
                .Sum(members => members.Count() * (members.Count() - 1.0) / (ids.Length * (ids.Length - 1.0)))
        );
        var pairs = ids.Length - 1;
        return shared - chance * pairs < Clear * Math.Sqrt(pairs * chance * (1 - chance))
            ? "has superclasses that classes with neighbouring WordNet ids share no more often than any two, and WordNet numbers what is "
                + "alike one after the other: the members seem to be drawn by lot"
            : null;
    }

    static Func<int, int, double> DistanceIn(HierarchyFile file, IReadOnlyList<string> classes)
    {
        if (file.Distances?.Of(classes) is { } published)
            return (a, b) => published.Severity(a, [(ushort)b]);
        var tree = ClassHierarchy.Build(file.Edges, classes);
        return (a, b) => tree.LcaHeight(a, b);
    }

    [GeneratedRegex(@"^n\d{8}$", RegexOptions.CultureInvariant)]
    private static partial Regex WordNetId();
}
