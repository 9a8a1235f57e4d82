using System.Text;
using System.Text.RegularExpressions;

namespace Bench.Service.Inputs;

/// <summary>Recognises text of another form than the one that is wanted, by its first lines: what tables, lists of
/// names and JSON are mistaken for, or saved as.</summary>
static partial class ForeignText
{
    public const string Yaml = "YAML";
    public const string JsonLines = "JSON Lines, one object a line";
    public const string Coco = "annotations in COCO's form (JSON)";

    /// <summary>Parts of a COCO file; two of them tell it from an object of one's own.</summary>
    static readonly string[] CocoParts = ["\"info\"", "\"licenses\"", "\"images\"", "\"annotations\"", "\"categories\""];

    /// <returns>What it is, in words; null for a table, a list of names, JSON of another form and what is not
    /// known.</returns>
    /// <param name="start">The first bytes, as <see cref="PlainText"/> gives them.</param>
    public static string? Of(ReadOnlySpan<byte> start)
    {
        var lines = Encoding
            .UTF8.GetString(start)
            .TrimStart('\uFEFF')
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
            return null;
        if (Message().IsMatch(lines[0]) && lines.Length < 5)
            return $"the message of a server, '{FirstTen.Printable(lines[0])}', in the place of a file";
        if (ForeignKind.IsYaml(start))
            return Yaml;
        if (lines[0][0] == '{')
            return IsJsonLines(lines) ? JsonLines
                : CocoParts.Count(part => lines.Take(100).Any(line => line.Contains(part, StringComparison.Ordinal))) > 1 ? Coco
                : null;
        var said = lines.Where(line => line[0] is not ('#' or ';') && !line.StartsWith("--", StringComparison.Ordinal)).Take(2).ToArray();
        return Sql().IsMatch(said.FirstOrDefault("")) || lines.Take(3).Any(line => Dump().IsMatch(line)) ? "SQL"
            : IsSettings(said) ? "a TOML or INI file"
            : Code().IsMatch(lines[0]) ? "a program's source text"
            : said is [var first, ..] && Block().IsMatch(first) ? "a text of nested blocks, as protobuf's and TensorFlow's label maps are"
            : null;
    }

    /// <summary>Whether whole objects follow one another, which no JSON document does.</summary>
    static bool IsJsonLines(string[] lines) => lines is [[.., '}'], ['{', ..], ..];

    /// <summary>A section with a key below it, or a key with a value that only settings write so.</summary>
    static bool IsSettings(string[] lines) =>
        (lines is [var section, var key, ..] && Section().IsMatch(section) && key.Contains('=', StringComparison.Ordinal))
        || (lines is [var first, ..] && Setting().IsMatch(first));

    [GeneratedRegex(@"^\[{1,2}[A-Za-z_][\w.\- ]*\]{1,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex Section();

    [GeneratedRegex("""^[A-Za-z_][\w.\-]* = ("|'|\[|\{|[-+\d.]+$|true$|false$)""", RegexOptions.CultureInvariant)]
    private static partial Regex Setting();

    [GeneratedRegex(
        @"^(INSERT\s+INTO|CREATE\s+(TABLE|DATABASE)|DROP\s+TABLE|SELECT\s.+\sFROM\s|BEGIN( TRANSACTION)?;|PRAGMA\s|"
            + @"SET\s+\S+\s*=|COPY\s.+\sFROM\s)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Sql();

    [GeneratedRegex(@"^-- .*SQL.* dump", RegexOptions.CultureInvariant)]
    private static partial Regex Dump();

    [GeneratedRegex(@"^(#!/|import \w|from \S+ import |def \w+\(|library\(|using \w[\w.]*;)", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(@"^\w+ ?\{$", RegexOptions.CultureInvariant)]
    private static partial Regex Block();

    [GeneratedRegex(
        @"^(404: Not Found|(404 )?Not Found\.?$|Entry not found|Repository not found|AccessDenied|Access to model |"
            + "Invalid username or password)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Message();
}
