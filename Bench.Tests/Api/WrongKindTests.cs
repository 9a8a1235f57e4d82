using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Bench.Tests.Clients;

namespace Bench.Tests.Api;

/// <summary>JSON whose values are of another kind than is wanted: the refusal says what is.</summary>
public sealed class WrongKindTests(BenchApps apps) : IClassFixture<BenchApps>
{
    static readonly string[] Values = ["5", "1e99", "true", "\"x\"", "[5]", "[[\"x\"]]", """{"x": 1}""", "\"31.12.2026\""];

    [Fact]
    public async Task No_field_of_any_body_is_refused_without_saying_what_it_has_to_be()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var (told, vague) = (0, new List<string>());
        foreach (var (path, method, operation) in Contract.Operations)
        foreach (var (type, content) in operation["requestBody"]?["content"]?.AsObject() ?? [])
        {
            if (type != "application/json" || Contract.Resolve(content!["schema"]!)["properties"] is not JsonObject fields)
                continue;
            foreach (var (field, _) in fields)
            foreach (var value in Values)
            {
                var body = content["example"]?.DeepClone().AsObject() ?? [];
                body[field] = JsonNode.Parse(value);
                var address = string.Join('/', path.Split('/').Select(part => part is ['{', ..] ? $"{Guid.Empty}" : part));
                using var request = new HttpRequestMessage(new(method), address)
                {
                    Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
                };
                using var answer = await client.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                if (text.Contains("has to be", StringComparison.Ordinal))
                    told++;
                if (
                    text.Contains("could not be converted", StringComparison.Ordinal)
                    || text.Contains("expected type", StringComparison.Ordinal)
                )
                    vague.Add($"{method} {path} {field} {value}: {text}");
            }
        }

        vague.ShouldBeEmpty();
        told.ShouldBeGreaterThan(200);
    }

    [Theory]
    [InlineData("keys", """{"name": 5, "role": "submitter"}""", "at 'name': it has to be a text in double quotes.")]
    [InlineData("keys", """{"name": "a", "role": "submitter", "expiresAt": "31.12.2030"}""", "such as \"2026-01-31T12:00:00Z\".")]
    [InlineData("evaluations", """{"modelId": "abc", "datasets": ["x"]}""", "at 'modelId': it has to be an id such as")]
    [InlineData(
        "evaluations",
        """{"modelId": "MODEL", "datasets": "x"}""",
        "a list in brackets, [ ], each entry of it a text in double quotes."
    )]
    [InlineData("evaluations", """{"modelId": "MODEL", "datasets": [5]}""", "at 'datasets[0]': it has to be a text in double quotes.")]
    [InlineData("evaluations", "[]", "it has to be an object in braces, { }, with modelId, datasets,")]
    [InlineData(
        "attacks",
        """{"modelId": "MODEL", "dataset": "x", "images": 3000000000}""",
        "a whole number up to 2147483647, without quotes."
    )]
    [InlineData("webhooks", """{"url": "a", "url": "b"}""", "at 'url': the field is given twice.")]
    [InlineData("webhooks", """{"url": "a",}""", "a comma follows the last entry")]
    [InlineData("webhooks", """{'url': 'a'}""", "a field name is not in double quotes")]
    public async Task The_words_are_those_of_JSON(string address, string body, string words)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        using var content = new StringContent(
            body.Replace("MODEL", $"{Guid.Empty}", StringComparison.Ordinal),
            Encoding.UTF8,
            new MediaTypeHeaderValue("application/json")
        );
        using var answer = await client.PostAsync($"/api/v1/{address}", content);

        (await answer.ShouldBeProblemAsync(400, "request-invalid")).GetProperty("detail").GetString()!.ShouldContain(words);
    }

    [Theory]
    [InlineData("""{"name": 5}""", "name", "it has to be a text in double quotes (the field is 5)")]
    [InlineData("""{"name": "a", "tags": "x"}""", "tags", "it has to be a list in brackets, [ ], each entry of it a text in double quotes")]
    [InlineData("""{"name": "a", "tags": [5]}""", "tags[0]", "it has to be a text in double quotes (the field is [5])")]
    [InlineData("""{"name": "a", "sharing": "public"}""", "sharing", "it has to be an object in braces, { }, with visibility,")]
    [InlineData("""{"name": "a", "parentModelId": "x"}""", "parentModelId", "it has to be an id such as")]
    [InlineData("[]", "", "it has to be an object in braces, { }")]
    public async Task So_are_those_of_a_manifest(string manifest, string field, string words)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        using var form = ApiClient.Form(manifest, [1, 2, 3]);
        using var answer = await client.PostAsync("/api/v1/models", form);

        (await answer.ShouldBeProblemAsync(422, "manifest-invalid"))
            .GetProperty("errors")
            .GetProperty(field)[0]
            .GetString()!
            .ShouldContain(words);
    }
}
