using System.Net;
using System.Text.Json.Nodes;
using Bench.Tests.Clients;

namespace Bench.Tests.Api;

/// <summary>Parameters of the query that an address does not have: passed over, they would give other numbers than were
/// asked for.</summary>
public sealed class UnknownParameterTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Fact]
    public async Task Every_parameter_of_the_contract_is_known_and_no_other()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var (known, wrong) = (0, new List<string>());
        foreach (var (path, method, operation) in Contract.Operations)
        {
            if (method is not ("GET" or "DELETE") || path.EndsWith("/events", StringComparison.Ordinal))
                continue;
            var query = operation["parameters"]?.AsArray().Where(parameter => $"{parameter!["in"]}" == "query").ToArray() ?? [];
            var needed = string.Concat(query.Where(parameter => $"{parameter!["required"]}" == "true").Select(Asked));
            var (status, text) = await AskAsync($"&no_such=1{needed}");
            if (
                status != HttpStatusCode.BadRequest
                || !text.Contains("The parameter 'no_such' is not known here.", StringComparison.Ordinal)
            )
                wrong.Add($"{method} {path}: {(int)status} {text}");
            foreach (var parameter in query)
            {
                known++;
                (_, text) = await AskAsync(Asked(parameter) + needed);
                if (text.Contains("is not known here", StringComparison.Ordinal))
                    wrong.Add($"{method} {path} {parameter!["name"]}: {text}");
            }

            async Task<(HttpStatusCode, string)> AskAsync(string asked)
            {
                var filled = path.Split('/')
                    .Select(part => part is ['{', ..] ? (part is "{image}" or "{index}" ? "0" : $"{Guid.Empty}") : part);
                using var request = new HttpRequestMessage(new(method), $"{string.Join('/', filled)}?{asked[1..]}");
                using var answer = await client.SendAsync(request);
                return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
            }
        }

        known.ShouldBeGreaterThan(200);
        wrong.ShouldBeEmpty();
    }

    /// <summary>The parameter with a value that can be read as one of its kind.</summary>
    static string Asked(JsonNode? parameter)
    {
        var schema = parameter!["schema"]?["items"] ?? parameter["schema"];
        return $"&{parameter["name"]}={($"{schema?["format"]}" == "uuid" ? $"{Guid.Empty}" : "1")}";
    }

    [Theory]
    [InlineData("leaderboard?label_set=real", "label_set", "Write it 'labelSet'.")]
    [InlineData("leaderboard?metrics=ece", "metrics", "Write it 'metric'.")]
    [InlineData("evaluations?model=1", "model", "This address takes limit, cursor, modelId, dataset, state.")]
    [InlineData("limits?of=me", "of", "Leave it out: this address takes no parameters.")]
    public async Task The_right_spelling_is_named(string address, string name, string nextStep)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        using var answer = await client.GetAsync(new Uri($"/api/v1/{address}", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        problem["nextStep"]!.GetValue<string>().ShouldBe(nextStep);
        problem["errors"]![name].ShouldNotBeNull();
    }

    [Fact]
    public async Task Names_are_read_in_any_case_and_those_of_trackers_are_passed_over()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        using var answer = await client.GetAsync(new Uri("/api/v1/models?LIMIT=1&utm_source=letter", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
