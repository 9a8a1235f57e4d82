using System.Text.RegularExpressions;
using Bench.Tests.Clients;
using Bench.Workers;

namespace Bench.Tests.Docs;

/// <summary>The commands of docs/operate.md, as far as they can be tried without a day: each verb takes what is written there, and each
/// address is one of the service's.</summary>
public sealed partial class OperatorCommandTests
{
    static readonly string[] Lines =
    [
        .. CodeBlock()
            .Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "operate.md")))
            .SelectMany(block => block.Groups["code"].Value.Split('\n'))
            .Select(line => Comment().Replace(line, "").Trim()),
    ];

    [Fact]
    public void Every_verb_of_the_worker_takes_the_arguments_that_it_is_shown_with()
    {
        var commands = Lines.Where(line => line.StartsWith("Bench.Workers ", StringComparison.Ordinal)).ToList();

        commands.Count.ShouldBeGreaterThan(5);
        foreach (var command in commands)
            WorkerCommands.Root().Parse(command["Bench.Workers ".Length..]).Errors.ShouldBeEmpty(command);
    }

    [Fact]
    public void Every_address_that_is_asked_for_is_one_of_the_service_s()
    {
        var known = Contract.Operations.Select(operation => operation.Path).Append("/health/ready").ToHashSet();
        var asked = Lines
            .Where(line => line.StartsWith("curl ", StringComparison.Ordinal))
            .Select(line => Address().Match(line).Groups["path"].Value)
            .ToList();

        asked.Count.ShouldBeGreaterThan(5);
        asked.ShouldBeSubsetOf(known);
    }

    [GeneratedRegex("```bash\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("\\s+# .*$")]
    private static partial Regex Comment();

    [GeneratedRegex("http://localhost:5080(?<path>/[^\\s?']*)")]
    private static partial Regex Address();
}
