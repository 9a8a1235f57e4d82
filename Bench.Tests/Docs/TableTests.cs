using Bench.Service.Datasets.Layouts.Registered;
using Bench.Service.Labels.Formats;

namespace Bench.Tests.Docs;

/// <summary>Tables of documents are made from what is registered.</summary>
public sealed class TableTests
{
    [Fact]
    public void The_table_of_layouts_is_that_of_the_code() =>
        MadeTable.ShouldBeMade(
            "add-a-dataset.md",
            "layouts",
            Table("| `layout` | what lies at `path` |", DatasetLayouts.Table.Select(layout => $"| `{layout.Id}` | {layout.Reads} |"))
        );

    [Fact]
    public void The_table_of_label_formats_is_that_of_the_code() =>
        MadeTable.ShouldBeMade(
            "add-a-label-set.md",
            "formats",
            Table(
                "| `format` | what the file is | label sets that it makes |",
                LabelImporter.Formats.Select(format => $"| `{format.Id}` | {format.Reads} | {format.Makes} |")
            )
        );

    static string Table(string head, IEnumerable<string> rows)
    {
        var lines = rows.ToList();
        lines.ShouldNotBeEmpty();
        var columns = head.Count(letter => letter == '|') - 1;
        return $"{head}\n|{string.Concat(Enumerable.Repeat("---|", columns))}\n{string.Join('\n', lines)}\n";
    }
}
