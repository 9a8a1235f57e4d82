namespace Bench.Metrics.Hierarchy;

/// <summary>Reads an is-a file: one <c>parent child</c> a line, WordNet ids apart by spaces, tabs, commas or semicolons
/// (<c>n00001740 n00001930</c>, the form in which ImageNet's own is published).</summary>
/// <remarks>Empty lines, lines that start with # and a first line of these two words are skipped. Limits: 2,000,000
/// lines, ids of 64 characters.</remarks>
public static class IsAFile
{
    const int MostLines = 2_000_000;
    const int LongestId = 64;

    /// <summary>Separators between two ids, besides any blank.</summary>
    internal static readonly char[] Separators = [' ', '\t', '\u00A0', ',', ';', '"'];

    /// <exception cref="FormatException">A line is not two ids, a limit is passed, or the relations go round in a
    /// circle; the message names the line or a node.</exception>
    public static IReadOnlyList<IsAEdge> Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var edges = new List<IsAEdge>();
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (number > MostLines)
                throw new FormatException($"an is-a file has at most {MostLines} lines");
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
                continue;
            var ids = line.Length > 4 * LongestId ? [] : line.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
            if (edges.Count == 0 && ids is [var head, var next] && IsHead(head, "parent") && IsHead(next, "child"))
                continue;
            if (ids is not [{ Length: <= LongestId } parent, { Length: <= LongestId } child])
                throw new FormatException($"line {number} of the is-a file is not 'parent child'");
            edges.Add(new(parent, child));
        }
        if (new IsAGraph(edges).NodeInCircle() is { } node)
            throw new FormatException($"the is-a relations go round in a circle at or above {node}");
        return edges;
    }

    static bool IsHead(string text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
