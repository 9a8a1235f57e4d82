using System.Text.RegularExpressions;

namespace Bench.Tests.EndToEnd;

/// <summary>The commands of docs/operate.md, run as they are written but for the names of places: <c>Bench.Workers</c>, the address of the
/// service, and what <see cref="With"/> is told.</summary>
internal sealed partial class OperatorPage
{
    static readonly string Text = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "operate.md"));

    static readonly string[] Commands =
    [
        .. CodeBlock()
            .Matches(Text)
            .SelectMany(block => block.Groups["code"].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')),
        .. Inline().Matches(Text).Select(quote => quote.Groups["code"].Value),
    ];

    readonly Dictionary<string, string> _places = [];
    readonly Dictionary<string, string> _environment = [];

    /// <summary>What stands for it here, from now on.</summary>
    public OperatorPage With(string place, string value)
    {
        _places[place] = value;
        return this;
    }

    /// <summary>A setting of the service, or a variable that the commands use.</summary>
    public OperatorPage Set(string name, string? value)
    {
        _environment[name.Replace(":", "__", StringComparison.Ordinal)] = value ?? "";
        return this;
    }

    /// <summary>Runs the first command of the page that has these words, and returns what it wrote; it must end well.</summary>
    public Task<string> RunAsync(string words, params (string Place, string Value)[] replaced)
    {
        var command = Commands.FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal)).ShouldNotBeNull(words);
        foreach (var (place, value) in replaced.Concat(_places.Select(pair => (pair.Key, pair.Value))))
            command = command.Replace(place, value, StringComparison.Ordinal);
        return Command.RunAsync(
            Checkout.Root,
            "bash",
            [
                "-uc",
                $$"""
                curl() { command curl -sS --fail-with-body "$@"; }
                Bench.Workers() { $WORKERS "$@"; }
                {{command}}
                """,
            ],
            [.. _environment.Select(pair => (pair.Key, pair.Value))]
        );
    }

    [GeneratedRegex("```bash\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("(?<=[ (])`(?<code>[a-z]+ [^`\n]+)`")]
    private static partial Regex Inline();
}
