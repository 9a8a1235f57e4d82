using System.Text;

namespace Bench.Service.Inputs;

/// <summary>Rows of a table as people and programs write them: separated by commas, tabs, semicolons (Excel in half of Europe) or, with
/// none of these, by the last space of a line.</summary>
static class DelimitedRows
{
    const int LongestFirstLine = 64 << 10;

    /// <summary>Reads row by row. The first line decides how fields are separated.</summary>
    /// <param name="content">The file, from its start; it stays the caller's.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="refuse">Makes the caller's exception from a message.</param>
    public static IEnumerable<(int Line, string[] Fields)> Read(Stream content, string file, Func<string, Exception> refuse) =>
        SeparatorOf(content) is { } separator ? CsvRows.Read(content, file, separator, refuse) : SplitAtLastSpace(content);

    /// <summary>Comma before tab before semicolon; null where the first line has none. The content is at its start
    /// afterwards.</summary>
    public static char? SeparatorOf(Stream content)
    {
        content.Position = 0;
        var bytes = new byte[LongestFirstLine];
        var line = bytes.AsSpan(0, content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        content.Position = 0;
        if (line.IndexOf((byte)'\n') is >= 0 and var end)
            line = line[..end];
        foreach (var separator in (ReadOnlySpan<char>)[',', '\t', ';'])
            if (line.Contains((byte)separator))
                return separator;
        return null;
    }

    static IEnumerable<(int Line, string[] Fields)> SplitAtLastSpace(Stream content)
    {
        using var reader = new StreamReader(content, Encoding.UTF8, leaveOpen: true);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            var text = line.Trim();
            var space = text.LastIndexOf(' ');
            if (text.Length > 0)
                yield return (number, space < 0 ? [text] : [text[..space].TrimEnd(), text[(space + 1)..]]);
        }
    }
}
