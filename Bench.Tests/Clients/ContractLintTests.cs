using System.Text.Json.Nodes;

namespace Bench.Tests.Clients;

/// <summary>The committed contract under Redocly's linter, whose rules other generators rely on.</summary>
public sealed class ContractLintTests
{
    [Fact]
    public async Task Redocly_finds_neither_an_error_nor_a_warning()
    {
        Command.SkipWithout("node", "npm");

        // OPTIONS of the uploads is refused to nobody, so it describes no refusal.
        var report = await Command.RunAsync(
            await TypeScriptBuild.InstallAsync(),
            "npx",
            ["redocly", "lint", "../../Bench.Api/openapi.json", "--format", "json", "--skip-rule", "operation-4xx-response"]
        );

        JsonNode.Parse(report)!["totals"]!.ToJsonString().ShouldBe("""{"errors":0,"warnings":0,"ignored":0}""", report);
    }
}
