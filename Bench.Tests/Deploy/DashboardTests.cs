using System.Text.RegularExpressions;
using Bench.Tests.Api;

namespace Bench.Tests.Deploy;

/// <summary>The dashboard and the alerts ask for numbers that a running service gives.</summary>
public sealed partial class DashboardTests
{
    const string Manifest = """{"name":"m","preprocessing":{"input_size":[3,8,8]}}""";

    [Fact]
    public async Task Every_number_that_they_name_is_one_of_a_running_service_s()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "tiny");
        using (var model = await client.PostAsync("/api/v1/models", ApiClient.Form(Manifest, TinyModel.Create(2))))
            await client.UntilAsync(model.Headers.Location!.ToString(), answer => answer.GetProperty("state").GetString() == "ready");
        var named = Directory
            .EnumerateFiles(Path.Combine(Checkout.Root, "deploy"), "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("/grafana/", StringComparison.Ordinal) || file.Contains("/prometheus/", StringComparison.Ordinal))
            .SelectMany(file => Expression().Matches(File.ReadAllText(file)))
            .SelectMany(expression => Name().Matches(Braces().Replace(expression.Groups["text"].Value, "")))
            .Select(name => name.Value)
            .ToHashSet();

        var given = Series().Matches(await client.GetStringAsync("/metrics")).Select(line => line.Groups["name"].Value).ToHashSet();

        named.Count.ShouldBeGreaterThan(8);
        // No image has been evaluated here.
        named.Except(given).Except(["bench_images"]).ShouldBeEmpty();
        given.Count(name => name.Contains("quic", StringComparison.Ordinal)).ShouldBe(0, "the framework's own series stay out");
    }

    [GeneratedRegex("""expr"?: "?(?<text>.*)$""", RegexOptions.Multiline)]
    private static partial Regex Expression();

    /// <summary>Labels and what is in quotes.</summary>
    [GeneratedRegex("""\{[^}]*\}|\b(by|without) \([^)]*\)""")]
    private static partial Regex Braces();

    [GeneratedRegex("""\b(bench|http|process)_[a-z_]+""")]
    private static partial Regex Name();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)[{ ]""", RegexOptions.Multiline)]
    private static partial Regex Series();
}
