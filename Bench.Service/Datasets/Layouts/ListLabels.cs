using System.Collections.Immutable;
using Bench.Data.Outcomes;
using Bench.Service.Claims;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts;

/// <summary>Labels of list files: a class id or a class index each.</summary>
static class ListLabels
{
    /// <summary>The class of each row, in file order.</summary>
    /// <param name="rows">Rows of the list.</param>
    /// <param name="context">What labels mean; a doubt about them is added to its checks.</param>
    /// <param name="outOfDistribution">Whether a label may name something that is no class.</param>
    /// <exception cref="DatasetImportException">A label is no class; the message names the lines.</exception>
    public static List<(string Name, ImmutableArray<ushort> Classes)> Resolve(
        List<ImageListRow> rows,
        LayoutContext context,
        bool outOfDistribution = false
    )
    {
        var (classes, labels) = (context.Classes, context.Labels);
        var (resolved, unknown) = (new List<(string, ImmutableArray<ushort>)>(rows.Count), new FirstTen());
        var (counted, boxes, isHead) = (new CountedFromOne(classes.Count), new BoxCorners(), false);
        var likely = "";
        foreach (var (line, name, label) in rows)
        {
            var cell = LabelCell.Read(
                label,
                classes,
                message => new DatasetImportException(DatasetImportCodes.ListInvalid, $"line {line}: {message}")
            );
            boxes.Add(cell);
            foreach (var word in cell)
                counted.Add(word);
            if (cell is [var only] && classes.Resolve(only) is { } index)
                resolved.Add((name, labels[index]));
            else if (cell.Count > 1 && cell.Select(classes.Resolve).ToArray() is var several && several.All(each => each is not null))
                resolved.Add((name, [.. several.Select(each => (ushort)each!.Value).Distinct().Order()]));
            else if (outOfDistribution)
                resolved.Add((name, []));
            else
            {
                unknown.Add($"'{label}' (line {line})");
                likely = classes.WhyNot(label);
                isHead = line == 1 && label.All(letter => char.IsLetter(letter) || letter is '_' or ' ');
            }
        }
        if (unknown.Any)
            throw new DatasetImportException(
                DatasetImportCodes.ClassUnknown,
                Counted.Of(unknown.Count, "label is neither a class id nor an index", "labels are neither class ids nor indices")
                    + $" of '{classes.Key}': "
                    + $"{unknown}{counted}{likely}"
                    + (isHead && unknown.Count == 1 ? ". It seems to be a header: call its columns file_name and label" : "")
            );
        if (boxes.WhyNot is { } why)
            throw new DatasetImportException(DatasetImportCodes.ListInvalid, why);
        if (boxes.Doubt is { } doubt)
            context.Checks.Add(Check.Warning(CheckCodes.LabelsTooBroad, doubt));
        return resolved;
    }
}
