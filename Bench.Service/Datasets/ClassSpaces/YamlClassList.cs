using System.Text.RegularExpressions;

namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>Classes of a YAML file: a plain list, or numbers with a name each, alone or under the key <c>names</c> as
/// Ultralytics' data.yaml has them. Anything more of YAML is refused: a library for one list is not worth its
/// risk.</summary>
static partial class YamlClassList
{
    const string Wayout =
        "write it as JSON, for example with python3 -c \"import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)\"";

    /// <param name="text">The file.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="refuse">Makes the caller's exception from a message.</param>
    public static IEnumerable<ClassName> Read(string text, string file, Func<string, Exception> refuse)
    {
        var lines = text.Split('\n')
            .Select(line => line.TrimEnd())
            .Where(line => line.Length > 0 && line.TrimStart() is not ['#', ..] && line != "---")
            .ToList();
        var head = lines.FindIndex(line => Names().IsMatch(line));
        if (head >= 0)
            lines = [.. lines.Skip(head + 1).TakeWhile(line => char.IsWhiteSpace(line[0]) || line[0] == '-')];
        var names = lines.ConvertAll(line => Item().Match(line));
        var isNumbered = names.Exists(name => name.Groups["number"].Success);
        for (var i = 0; i < names.Count; i++)
            if (
                !names[i].Success
                || names[i].Groups["number"].Success != isNumbered
                || (isNumbered && !(ClassIndexText.TryParse(names[i].Groups["number"].Value, out var number) && number == i))
            )
                throw refuse(
                    $"{file} is YAML, and '{Inputs.FirstTen.Printable(lines[i].Trim())}' is not class {i} of a plain list: {Wayout}"
                );
        return names.Count == 0
            ? throw refuse($"{file} is YAML without a plain list of names: {Wayout}")
            : names.Select(name => Plain(name.Groups["name"].Value)).Select(name => new ClassName(name, name));
    }

    static string Plain(string name) =>
        name is ['"', .., '"'] or ['\'', .., '\''] && name.Length > 1 ? name[1..^1].Replace("''", "'", StringComparison.Ordinal) : name;

    [GeneratedRegex(@"^names:\s*(#.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Names();

    /// <summary>"- name" or "3: name": no flow style, no nested blocks, no anchors.</summary>
    [GeneratedRegex(
        """^\s*(-|(?<number>\d+):)\s+(?<name>"[^"\\]*"|'([^']|'')*'|[^\s\[\]{}&*!|>"'%@`#][^#:]*?)(\s+#.*)?$""",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Item();
}
