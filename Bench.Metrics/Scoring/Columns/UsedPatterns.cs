namespace Bench.Metrics.Scoring.Columns;

/// <summary>Which label sets use an image, as one small number: label sets leave few images out and mostly the same
/// ones, so that what one pass over a column adds up for each pattern serves every label set.</summary>
sealed class UsedPatterns
{
    /// <summary>More patterns than this are not worth their memory: the label sets go into groups that have no more
    /// together.</summary>
    const int Most = 32;

    readonly List<bool[]> _usedBy = [];

    UsedPatterns(int images) => Of = new byte[images];

    /// <summary>[N] pattern of each image.</summary>
    public byte[] Of { get; private set; }

    public int Count { get; private set; } = 1;

    /// <summary>The label sets of this group by their places in the list of label sets.</summary>
    public List<int> Views { get; } = [];

    /// <summary>Whether images of a pattern are used by a label set of the group.</summary>
    public bool IsUsed(int view, int pattern) => _usedBy[view][pattern];

    /// <summary>Label sets in groups of few patterns, in order.</summary>
    public static IReadOnlyList<UsedPatterns> Group(IReadOnlyList<ClassPositives> views, int images)
    {
        var groups = new List<UsedPatterns>();
        for (var v = 0; v < views.Count; v++)
        {
            if (groups.Count > 0 && groups[^1].TryAdd(v, views[v].Used))
                continue;
            groups.Add(new(images));
            groups[^1].TryAdd(v, views[v].Used);
        }
        return groups;
    }

    bool TryAdd(int view, bool[] used)
    {
        var split = new Dictionary<(byte Pattern, bool Used), byte>();
        var refined = new byte[Of.Length];
        for (var i = 0; i < refined.Length; i++)
        {
            if (!split.TryGetValue((Of[i], used[i]), out var pattern))
            {
                if (split.Count == Most)
                    return false;
                split.Add((Of[i], used[i]), pattern = (byte)split.Count);
            }
            refined[i] = pattern;
        }
        for (var v = 0; v < _usedBy.Count; v++)
            _usedBy[v] = [.. split.OrderBy(pair => pair.Value).Select(pair => _usedBy[v][pair.Key.Pattern])];
        _usedBy.Add([.. split.OrderBy(pair => pair.Value).Select(pair => pair.Key.Used)]);
        Views.Add(view);
        (Of, Count) = (refined, split.Count);
        return true;
    }
}
