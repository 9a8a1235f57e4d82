using System.Text.RegularExpressions;
using Bench.Metrics.Hierarchy;

namespace Bench.Service.Labels;

/// <summary>Whether distances between classes can mean anything: a file may hold every class, each at another's place.</summary>
static partial class HierarchySense
{
    /// <summary>Fewer classes may well be all alike.</summary>
    const int LeastForAlike = 20;
    const int LeastForNeighbours = 100;

    /// <summary>Of the mean distance of strangers: WordNet numbers a subject's nouns one after the other, so neighbours by id are at half
    /// of it.</summary>
    const double Near = 0.9;

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
        if (near.Concat(far).Distinct().Count() == 1)
            return "has all classes at the same distance from each other, so every mistake is as bad as any other";
        return places.Length >= LeastForNeighbours && classes.All(id => WordNetId().IsMatch(id)) && near.Average() >= Near * far.Average()
            ? "has classes with neighbouring WordNet ids as far from each other as any two, and WordNet numbers what is alike one after "
                + "the other: the ids seem to be at each other's places"
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
