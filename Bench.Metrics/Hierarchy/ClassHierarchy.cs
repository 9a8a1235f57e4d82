namespace Bench.Metrics.Hierarchy;

/// <summary>Where the classes of a model are in an is-a hierarchy, and how far apart they are.</summary>
/// <remarks>
/// The hierarchy is a directed acyclic graph (WordNet has nodes with several parents), cut down to the classes and
/// their ancestors. The height of a node is the longest way down from it to a class that has no class below it.
/// <list type="bullet">
/// <item>LCA height of two classes: the least height of a common ancestor, a class counting as its own ancestor; 0 for
/// a class and itself. The severity of a mistake in
/// Deng et al., 2010, and Bertinetto et al., "Making better mistakes", 2020.</item>
/// <item>Path length: the fewest is-a steps from one class up to a common ancestor and down to the other.</item>
/// </list>
/// </remarks>
public sealed class ClassHierarchy
{
    // [C] ancestors of each class by rising node, each with the fewest steps up to it.
    readonly (int Node, int Steps)[][] _ancestors;
    readonly int[] _height;

    ClassHierarchy((int Node, int Steps)[][] ancestors, int[] height) => (_ancestors, _height) = (ancestors, height);

    /// <summary>Number of classes, C.</summary>
    public int Classes => _ancestors.Length;

    /// <summary>Height of the highest node: the worst mistake possible.</summary>
    public int Height => _height.DefaultIfEmpty(0).Max();

    /// <param name="edges">Is-a relations; repeated ones count once, those above no class are left out.</param>
    /// <param name="classes">[C] id of each class, in the order of the model's outputs.</param>
    /// <exception cref="FormatException">A class is not in the hierarchy, the classes have no common ancestor, or the
    /// relations go round in a circle.</exception>
    public static ClassHierarchy Build(IReadOnlyList<IsAEdge> edges, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentNullException.ThrowIfNull(classes);
        var graph = new IsAGraph(edges);
        var missing = classes.Where(id => graph.Find(id) < 0).ToArray();
        if (missing.Length > 0)
            throw new FormatException(
                $"{missing.Length} of {classes.Count} classes are not in the is-a file: {string.Join(", ", missing.Take(10))}"
            );

        var ancestors = classes.Select(id => graph.Ancestors(graph.Find(id))).ToArray();
        if (classes.Count > 0 && !ancestors[0].Any(candidate => ancestors.All(of => Array.Exists(of, a => a.Node == candidate.Node))))
            throw new FormatException("the classes have no common ancestor in the is-a file");
        return new(ancestors, graph.Heights(ancestors));
    }

    /// <summary>Least height of a common ancestor; 0 for a class and itself.</summary>
    public int LcaHeight(int a, int b) => Least(a, b, (node, _) => _height[node]);

    /// <summary>Fewest is-a steps between two classes; 0 for a class and itself.</summary>
    public int PathLength(int a, int b) => Least(a, b, static (_, steps) => steps);

    /// <summary>LCA height from a prediction to the nearest acceptable class; 0 when it is one of them.</summary>
    /// <exception cref="ArgumentException">No class is acceptable.</exception>
    public int Severity(int predicted, ReadOnlySpan<ushort> acceptable)
    {
        if (acceptable.IsEmpty)
            throw new ArgumentException("a distance needs at least one acceptable class", nameof(acceptable));
        var least = int.MaxValue;
        foreach (var label in acceptable)
            least = Math.Min(least, LcaHeight(predicted, label));
        return least;
    }

    /// <summary>Nodes that are over more than one class and over at most some of them, by the classes below.</summary>
    /// <returns>[C] numbers of such nodes above each class, or at it.</returns>
    internal IReadOnlyList<IReadOnlyCollection<int>> Groups(int most)
    {
        var below = new int[_height.Length];
        foreach (var (node, _) in _ancestors.SelectMany(static all => all))
            below[node]++;
        return
        [
            .. _ancestors.Select(all =>
                all.Select(static each => each.Node).Where(node => below[node] is > 1 && below[node] <= most).ToArray()
            ),
        ];
    }

    int Least(int a, int b, Func<int, int, int> distance)
    {
        var (left, right) = (_ancestors[a], _ancestors[b]);
        var least = int.MaxValue;
        for (int i = 0, j = 0; i < left.Length && j < right.Length; )
        {
            if (left[i].Node < right[j].Node)
                i++;
            else if (left[i].Node > right[j].Node)
                j++;
            else
            {
                least = Math.Min(least, distance(left[i].Node, left[i].Steps + right[j].Steps));
                i++;
                j++;
            }
        }
        return least;
    }
}
