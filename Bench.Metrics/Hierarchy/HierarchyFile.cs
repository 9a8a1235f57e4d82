namespace Bench.Metrics.Hierarchy;

/// <summary>A file that an operator registers: is-a lines, or distances as they were published. The number of fields of
/// the first line tells.</summary>
/// <param name="Edges">Is-a relations; empty in a file of distances.</param>
/// <param name="Distances">Null in an is-a file.</param>
public sealed record HierarchyFile(IReadOnlyList<IsAEdge> Edges, PublishedDistances? Distances)
{
    /// <summary>Relations or pairs in it.</summary>
    public int Count => Distances?.Pairs ?? Edges.Count;

    /// <exception cref="FormatException">It is neither; the message names the line.</exception>
    public static HierarchyFile Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var text = reader.ReadToEnd();
        using var lines = new StringReader(text);
        string? first;
        do first = lines.ReadLine();
        while (first is not null && (string.IsNullOrWhiteSpace(first) || first.StartsWith('#')));
        using var whole = new StringReader(text);
        return first?.Split(IsAFile.Separators, 4, StringSplitOptions.RemoveEmptyEntries).Length == 3
            ? new HierarchyFile([], PublishedDistances.Read(whole))
            : new HierarchyFile(IsAFile.Read(whole), null);
    }

    /// <summary>Whether it says how far the classes are apart.</summary>
    /// <param name="classes">[C] id of each class.</param>
    /// <exception cref="FormatException">It does not; the message says why.</exception>
    public void RequireFit(IReadOnlyList<string> classes)
    {
        if (Distances is not null)
            Distances.Of(classes);
        else
            ClassHierarchy.Build(Edges, classes);
    }
}
