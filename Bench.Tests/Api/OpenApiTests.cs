using System.Text.Json;
using System.Text.Json.Nodes;
using Bench.Tests.Fixtures;

namespace Bench.Tests.Api;

public sealed class OpenApiTests
{
    const string Regenerate = "If the change is meant: BENCH_WRITE_OPENAPI=1 dotnet test --project Bench.Tests -- --filter-class '*OpenApiTests', then commit Bench.Api/openapi.json.";

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_contract_is_the_committed_one()
    {
        var committed = Path.Combine(Checkout(), "Bench.Api", "openapi.json");
        var served = (await ServedAsync()).ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("BENCH_WRITE_OPENAPI") is not null) await File.WriteAllTextAsync(committed, served);
        (await File.ReadAllTextAsync(committed)).ShouldBe(served, Regenerate);
    }

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own_a_summary_and_typed_answers()
    {
        var names = new HashSet<string>();
        foreach (var (path, operations) in (await ServedAsync())["paths"]!.AsObject())
            foreach (var (method, operation) in operations!.AsObject())
            {
                var name = operation!["operationId"]?.GetValue<string>();
                name.ShouldNotBeNullOrEmpty($"{method} {path}");
                names.Add(name).ShouldBeTrue($"{name} stands twice");
                operation["summary"]?.GetValue<string>().ShouldNotBeNullOrEmpty($"{name} has no summary");
                foreach (var (status, answer) in operation["responses"]!.AsObject())
                    // tus answers in headers alone.
                    if (status is "200" or "201" or "202" && !path.StartsWith("/api/v1/uploads", StringComparison.Ordinal))
                        answer!["content"].ShouldNotBeNull($"{name} {status} has no type");
            }
        names.Count.ShouldBeGreaterThan(30);
    }

    static async Task<JsonNode> ServedAsync()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.Reader();
        return JsonNode.Parse(await client.GetStringAsync("swagger/v1/swagger.json"))!;
    }

    static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Bench.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
