using System.Text;
using System.Text.RegularExpressions;

namespace Bench.Service.Inputs;

/// <summary>Tables whose columns are apart by spaces alone, as R's <c>write.table</c> and pandas' <c>to_string</c>
/// write them. Texts may be in quotes; rows may begin with a name or a number of their own, which the header
/// lacks.</summary>
static partial class AlignedRows
{
    /// <summary>Fewer are a list of names with labels.</summary>
    const int FewestColumns = 3;

    /// <summary>Columns of the header; null where the first line is none. The content keeps its position.</summary>
    public static int? HeadOf(Stream content)
    {
        var from = content.Position;
        using var reader = new StreamReader(content, Encoding.UTF8, leaveOpen: true);
        var head = Words(reader.ReadLine() ?? "");
        content.Position = from;
        return head.Length >= FewestColumns && ColumnNames.Find(head, ColumnNames.Image) >= 0 ? head.Length : null;
    }

    /// <summary>Reads row by row, from the content's position on.</summary>
    /// <param name="content">The file; it stays the caller's.</param>
    /// <param name="columns">Of the header.</param>
    public static IEnumerable<(int Line, string[] Fields)> Read(Stream content, int columns)
    {
        using var reader = new StreamReader(content, Encoding.UTF8, leaveOpen: true);
        for (var number = 1; reader.ReadLine() is { } line; number++)
            if (Words(line) is { Length: > 0 } words)
                yield return (number, words.Length == columns + 1 ? words[1..] : words);
    }

    static string[] Words(string line) => [.. Word().Matches(line.TrimStart('\uFEFF')).Select(word => word.Value.Trim('"'))];

    [GeneratedRegex("\"[^\"]*\"|\\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
