using System.Text;

namespace Bench.Service.Inputs;

/// <summary>Rows of a table as people and programs write them: separated by commas, tabs, semicolons (Excel in half of
/// Europe), bars or, with none of these, by the last space of a line.</summary>
static class DelimitedRows
{
    const int LongestFirstLine = 64 << 10;

    /// <summary>Reads row by row. The first line decides how fields are separated.</summary>
    /// <param name="content">The file, from its start; it stays the caller's.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="refuse">Makes the caller's exception from a message.</param>
    public static IEnumerable<(int Line, string[] Fields)> Read(Stream content, string file, Func<string, Exception> refuse)
    {
        RequireTable(content, file, refuse);
        var separator = SeparatorOf(content);
        var (lines, bytes) = CommentsOf(content, separator);
        content.Position = bytes;
        var rows =
            separator is { } each ? CsvRows.Read(content, file, each, refuse)
            : AlignedRows.HeadOf(content) is { } columns ? AlignedRows.Read(content, columns)
            : SplitAtLastSpace(content);
        if (separator == '|')
            rows = rows.Where(row => !IsRule(row.Fields));
        return lines == 0 ? rows : rows.Select(row => (row.Line + lines, row.Fields));
    }

    /// <summary>The line under the head of a table in Markdown: dashes and colons.</summary>
    static bool IsRule(string[] fields) =>
        Array.TrueForAll(fields, field => field.AsSpan().Trim("-:").IsEmpty) && Array.Exists(fields, field => field.Contains('-'));

    /// <summary>Words for people in front of a table with a header: lines that begin with '#', where the header may
    /// begin so too. A list without a header has none: its first name may begin with '#'.</summary>
    static (int Lines, int Bytes) CommentsOf(Stream content, char? separator)
    {
        content.Position = 0;
        var start = new byte[LongestFirstLine];
        var text = start.AsSpan(0, content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        if (DeclaredSeparator(text) is { } declared)
            return (1, declared.Bytes);
        for (var (lines, bytes) = (0, 0); text[bytes..].IndexOf((byte)'\n') is >= 0 and var end; lines++, bytes += end + 1)
        {
            var line = text.Slice(bytes, end);
            if (ColumnNames.Find(Encoding.UTF8.GetString(line).Split(separator ?? ' '), ColumnNames.Image) >= 0)
                return (lines, bytes);
            if (line is not [(byte)'#', ..])
                break;
        }
        return (0, 0);
    }

    static void RequireTable(Stream content, string file, Func<string, Exception> refuse)
    {
        content.Position = 0;
        var bytes = new byte[ForeignKind.Looked];
        var start = bytes.AsSpan(0, content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        if ((ForeignForm.Of(start) ?? (IsJson(start) ? "JSON" : null)) is { } kind)
            throw refuse($"{file} is {(kind == ForeignText.JsonLines ? "JSON" : kind)}, not a table in text");
        if (start.Contains((byte)0))
            throw refuse($"{file} is a binary file, not a table in text");
    }

    /// <summary>An object, or a list of objects or texts: no table begins so.</summary>
    static bool IsJson(ReadOnlySpan<byte> start)
    {
        var text = start.TrimStart("\uFEFF \t\r\n"u8);
        return text is [(byte)'{', ..]
            || text is [(byte)'[', ..] && text[1..].TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'"' or (byte)'[', ..];
    }

    /// <summary>Comma before tab before semicolon before bar; null where the first line has none. A bar separates where
    /// the line has no space, or a head of the image's column: else it is a separator between labels, behind a space.
    /// The content is at its start afterwards.</summary>
    public static char? SeparatorOf(Stream content)
    {
        content.Position = 0;
        var bytes = new byte[LongestFirstLine];
        var line = bytes.AsSpan(0, content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        content.Position = 0;
        if (DeclaredSeparator(line) is { } declared)
            return declared.Separator;
        // Words for people in front of the table begin with '#' and separate nothing; blank lines say nothing.
        while (
            line is [(byte)'#' or (byte)'\r' or (byte)'\n', ..]
            && line.IndexOf((byte)'\n') is >= 0 and var comment
            && comment + 1 < line.Length
        )
            line = line[(comment + 1)..];
        if (line.IndexOf((byte)'\n') is >= 0 and var end)
            line = line[..end];
        foreach (var separator in (ReadOnlySpan<char>)[',', '\t', ';'])
            if (line.Contains((byte)separator))
                return separator;
        return
            line.Contains((byte)'|')
            && (line.IndexOf((byte)' ') < 0 || ColumnNames.Find(Encoding.UTF8.GetString(line).Split('|'), ColumnNames.Image) >= 0)
            ? '|'
            : null;
    }

    /// <summary>The line <c>sep=;</c> with which Excel is told a table's separator, in quotes or not; its length with
    /// its end.</summary>
    static (char Separator, int Bytes)? DeclaredSeparator(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n') + 1;
        if (end < 5)
            return null;
        var line = (text.StartsWith("\uFEFF"u8) ? text[3..end] : text[..end]).Trim("\"\r\n"u8);
        return line is [(byte)'s' or (byte)'S', (byte)'e' or (byte)'E', (byte)'p' or (byte)'P', (byte)'=', var separator]
            ? ((char)separator, end)
            : null;
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
