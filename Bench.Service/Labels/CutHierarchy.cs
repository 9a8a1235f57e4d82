using Bench.Data.Outcomes;
using Bench.Metrics.Hierarchy;

namespace Bench.Service.Labels;

/// <summary>An is-a file, or published distances, that is the file in use with a part left out: of a download that broke off, or of a copy
/// that lost lines. What was trimmed on purpose still holds every class, lacks relations here and there, and is not meant.</summary>
static class CutHierarchy
{
    /// <summary>Share of the relations that are those of the file in use; a line that was cut through is another.</summary>
    const double Same = 0.95;

    /// <summary>Relations for each row of lines that is missing: what is left out one by one may be meant, as where a tree is made of
    /// it.</summary>
    const int PerGap = 4;

    /// <param name="file">A new one.</param>
    /// <param name="inForce">The one whose place it takes for these classes.</param>
    /// <param name="classes">[C] id of each class; the file in use holds all.</param>
    /// <param name="dataset">That they are of.</param>
    /// <returns>What is missing, as the end of a sentence; null where nothing seems to be cut.</returns>
    public static string? WhyNot(HierarchyFile file, HierarchyFile inForce, IReadOnlyList<string> classes, string dataset)
    {
        if (file.Distances is { } distances)
        {
            var without = inForce.Distances is null ? 0 : classes.Count(id => !distances.Holds(id));
            return without > 0 && without < classes.Count && file.Count < inForce.Count
                ? $"has {Counted.Of(file.Count, "pair")}, and the file in use {inForce.Count:N0}: {Left(without, classes.Count, dataset)}"
                : null;
        }
        var known = inForce.Edges.ToHashSet();
        var same = file.Edges.Count(known.Contains);
        if (inForce.Distances is not null || same >= known.Count || same < Same * file.Count)
            return null;
        var (now, before) = (Above(file.Edges), Above(inForce.Edges));
        var lost = classes.Count(id => Ancestors(id, before) > Ancestors(id, now));
        var missing = classes.Count(id => !now.Contains(id));
        var isBeginning = file.Edges.Take(same).SequenceEqual(inForce.Edges.Take(same));
        return lost == 0 || (missing == 0 && !isBeginning && !LacksRows(file, inForce))
            ? null
            : $"has {same:N0} of the {inForce.Count:N0} relations of the file in use and almost no others: "
                + $"{Left(missing, classes.Count, dataset)}, and {lost:N0} have fewer above them than before";
    }

    /// <summary>Whether what is missing stood together, in the file in use or as either column sorts it.</summary>
    static bool LacksRows(HierarchyFile file, HierarchyFile inForce)
    {
        var kept = file.Edges.ToHashSet();
        IsAEdge[] before = [.. inForce.Edges.Distinct()];
        return AreTogether(before)
            || AreTogether(before.OrderBy(edge => edge.Parent, StringComparer.Ordinal).ThenBy(edge => edge.Child, StringComparer.Ordinal))
            || AreTogether(before.OrderBy(edge => edge.Child, StringComparer.Ordinal).ThenBy(edge => edge.Parent, StringComparer.Ordinal));

        bool AreTogether(IEnumerable<IsAEdge> order)
        {
            var (missing, gaps, isInGap) = (0, 0, false);
            foreach (var edge in order)
            {
                var isMissing = !kept.Contains(edge);
                (missing, gaps) = (missing + (isMissing ? 1 : 0), gaps + (isMissing && !isInGap ? 1 : 0));
                isInGap = isMissing;
            }
            return missing >= 2 && (gaps == 1 || missing >= PerGap * gaps);
        }
    }

    static string Left(int without, int classes, string dataset) =>
        $"{without:N0} of {Counted.Of(classes, "class", "classes")} of '{dataset}' would lose their place";

    static ILookup<string, string> Above(IReadOnlyList<IsAEdge> edges) =>
        edges.ToLookup(edge => edge.Child, edge => edge.Parent, StringComparer.Ordinal);

    static int Ancestors(string id, ILookup<string, string> above)
    {
        var (seen, queue) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>([id]));
        while (queue.TryDequeue(out var below))
            foreach (var parent in above[below])
                if (seen.Add(parent))
                    queue.Enqueue(parent);
        return seen.Count;
    }
}
