using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;

namespace Bench.Service.Inputs;

/// <summary>Rows of a delimited text file that somebody gave us (UTF-8, RFC 4180 quoting); every refusal names the file and the
/// line.</summary>
static partial class CsvRows
{
    const int LongestRow = 64 << 10;

    /// <summary>Reads row by row; blank lines and rows of empty fields are left out. The fields array belongs to the caller.</summary>
    /// <param name="content">The file, from its position on; it stays the caller's.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="separator">Comma, tab, semicolon or bar.</param>
    /// <param name="refuse">Makes the caller's exception from a message.</param>
    public static IEnumerable<(int Line, string[] Fields)> Read(Stream content, string file, char separator, Func<string, Exception> refuse)
    {
        using var rows = CsvReader.Create(
            content,
            new CsvReaderOptions
            {
                Separator = separator,
                HasHeader = false,
                TrimWhitespace = true,
                AllowLineBreaksInQuotes = false,
                MaxRecordSize = LongestRow,
                TrackLineNumbers = true,
                MalformedData = CsvMalformedDataHandling.Throw,
                FieldCountMismatch = CsvFieldCountHandling.Throw,
            },
            leaveOpen: true
        );
        while (Advance(rows, file, refuse))
        {
            var fields = new string[rows.FieldCount];
            // The reader trims blanks alone; Excel and web pages leave no-break spaces.
            for (var i = 0; i < fields.Length; i++)
                fields[i] = rows.GetString(i).Trim();
            // Excel leaves rows of separators alone where there was something once.
            if (fields.Length > 1 && Array.TrueForAll(fields, field => field.Length == 0))
                continue;
            yield return ((int)rows.LineNumber, fields);
        }
    }

    static bool Advance(CsvReader rows, string file, Func<string, Exception> refuse)
    {
        try
        {
            return rows.Read();
        }
        catch (CsvFormatException e)
        {
            throw refuse($"{file}, line {e.LineNumber}: {Reason(e.Message)}");
        }
    }

    /// <summary>The reader's sentence without the line, which is said before it.</summary>
    static string Reason(string message)
    {
        if (message.Contains("line break inside a quoted field", StringComparison.Ordinal))
            return "a quoted field has a line break: take it out, or close the quote";
        var reason = Record().Replace(message.TrimEnd('.'), "the row ").Replace("has 1 fields", "has 1 field", StringComparison.Ordinal);
        return Counts().Match(reason) is { Success: true } counts && Number(counts, 1) == Number(counts, 2) + 1
            ? $"{reason}. A row may not end in a separator, and a field that holds it has to be quoted; "
                + "R's write.table needs row.names = FALSE"
            : reason;
    }

    static int Number(Match counts, int group) => int.Parse(counts.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Record \d+ \(line \d+\) ", RegexOptions.CultureInvariant)]
    private static partial Regex Record();

    [GeneratedRegex(@"has (\d{1,9}) fields? but (\d{1,9}) were expected", RegexOptions.CultureInvariant)]
    private static partial Regex Counts();
}
