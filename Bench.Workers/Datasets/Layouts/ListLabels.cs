using System.Collections.Immutable;
using Bench.Workers.Datasets.ClassSpaces;

namespace Bench.Workers.Datasets.Layouts;

/// <summary>Labels of list files: a class id or a class index each.</summary>
static class ListLabels
{
    /// <summary>The class of each row, in file order.</summary>
    /// <exception cref="DatasetImportException">A label is no class; the message names the lines.</exception>
    public static List<(string Name, ImmutableArray<ushort> Classes)> Resolve(List<ImageListRow> rows, ClassSpace classes, ClassLabels labels)
    {
        var (resolved, unknown) = (new List<(string, ImmutableArray<ushort>)>(rows.Count), new FirstTen());
        foreach (var (line, name, label) in rows)
        {
            if (classes.Resolve(label) is { } index) resolved.Add((name, labels[index]));
            else unknown.Add($"'{label}' (line {line})");
        }
        return unknown.Any
            ? throw new DatasetImportException(DatasetImportCodes.ClassUnknown, $"{unknown.Count:N0} labels are neither class ids nor indices of '{classes.Key}': {unknown}")
            : resolved;
    }
}
