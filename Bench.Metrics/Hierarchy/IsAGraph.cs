namespace Bench.Metrics.Hierarchy;

/// <summary>An is-a graph with its nodes numbered.</summary>
internal sealed class IsAGraph
{
    readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    readonly List<List<int>> _parents = [];

    public IsAGraph(IReadOnlyList<IsAEdge> edges)
    {
        foreach (var (parent, child) in edges)
        {
            var above = NumberOf(parent);
            var parents = _parents[NumberOf(child)];
            if (!parents.Contains(above))
                parents.Add(above);
        }
    }

    /// <summary>Number of a node, −1 when there is none of that id.</summary>
    public int Find(string id) => _numbers.GetValueOrDefault(id, -1);

    /// <summary>Id of a node on a cycle, or above one; null when there is none.</summary>
    public string? NodeInCircle()
    {
        var childrenLeft = new int[_parents.Count];
        foreach (var above in _parents.SelectMany(static parents => parents))
            childrenLeft[above]++;
        var ready = new Queue<int>(Enumerable.Range(0, childrenLeft.Length).Where(node => childrenLeft[node] == 0));
        var done = 0;
        for (; ready.TryDequeue(out var node); done++)
            foreach (var above in _parents[node])
                if (--childrenLeft[above] == 0)
                    ready.Enqueue(above);
        return done == childrenLeft.Length ? null : _numbers.First(pair => childrenLeft[pair.Value] > 0).Key;
    }

    /// <summary>The node itself and everything above it, by number, with the fewest steps up; breadth first, so a
    /// circle ends too.</summary>
    public (int Node, int Steps)[] Ancestors(int node)
    {
        var steps = new Dictionary<int, int> { [node] = 0 };
        var queue = new Queue<int>([node]);
        while (queue.TryDequeue(out var below))
            foreach (var above in _parents[below])
                if (steps.TryAdd(above, steps[below] + 1))
                    queue.Enqueue(above);
        return [.. steps.Select(static pair => (pair.Key, pair.Value)).Order()];
    }

    /// <summary>Longest way down from each node to a class, within the classes and their ancestors; −1
    /// elsewhere.</summary>
    /// <param name="ancestors">[C] what <see cref="Ancestors"/> gives for each class.</param>
    /// <exception cref="FormatException">The relations go round in a circle.</exception>
    public int[] Heights((int Node, int Steps)[][] ancestors)
    {
        var heights = new int[_parents.Count];
        Array.Fill(heights, -1);
        foreach (var (node, _) in ancestors.SelectMany(static all => all))
            heights[node] = 0;

        // A node is done when all its children are: take them in that order, and what is never reached is on a cycle.
        var childrenLeft = new int[heights.Length];
        for (var node = 0; node < heights.Length; node++)
            if (heights[node] == 0)
                foreach (var above in _parents[node])
                    childrenLeft[above]++;
        var ready = new Queue<int>(Enumerable.Range(0, heights.Length).Where(node => heights[node] == 0 && childrenLeft[node] == 0));
        var done = 0;
        while (ready.TryDequeue(out var node))
        {
            done++;
            foreach (var above in _parents[node])
            {
                heights[above] = Math.Max(heights[above], heights[node] + 1);
                if (--childrenLeft[above] == 0)
                    ready.Enqueue(above);
            }
        }
        if (done < heights.Count(static height => height >= 0))
        {
            var name = _numbers.First(pair => heights[pair.Value] >= 0 && childrenLeft[pair.Value] > 0).Key;
            throw new FormatException($"the is-a relations go round in a circle at or above {name}");
        }
        return heights;
    }

    int NumberOf(string id)
    {
        if (_numbers.TryGetValue(id, out var number))
            return number;
        _parents.Add([]);
        return _numbers[id] = _numbers.Count;
    }
}
