using System.Text.RegularExpressions;
using Bench.Service.Datasets.Layouts.Registered;
using Bench.Service.Labels.Formats;

namespace Bench.Tests.Docs;

/// <summary>Tables of documents list what is registered, and nothing else.</summary>
public sealed partial class TableTests
{
    [Fact]
    public void Every_layout_has_its_row() => Ids("add-a-dataset.md", "| `layout` |").ShouldBe(DatasetLayouts.All);

    [Fact]
    public void Every_label_format_has_its_row() => Ids("add-a-label-set.md", "| `format` |").ShouldBe(LabelFormats.All);

    /// <summary>Ids in the first column of the table that begins so.</summary>
    static IEnumerable<string> Ids(string document, string head) =>
        File.ReadLines(Path.Combine(Checkout.Root, "docs", document))
            .SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .SelectMany(line => Id().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value));

    [GeneratedRegex("`([a-z0-9-]+)`")]
    private static partial Regex Id();
}
