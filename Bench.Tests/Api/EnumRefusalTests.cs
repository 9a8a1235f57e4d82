using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Bench.Tests.Clients;

namespace Bench.Tests.Api;

/// <summary>Every closed word of the contract, given another: the refusal names those that there are.</summary>
public sealed class EnumRefusalTests(BenchApps apps) : IClassFixture<BenchApps>
{
    /// <summary>What a form's manifest needs beside the word.</summary>
    static readonly Dictionary<string, string> Manifests = new()
    {
        ["/api/v1/models"] = """{"name": "a"}""",
        ["/api/v1/evaluations/predictions"] = """{"dataset": "a", "format": "csv", "name": "a"}""",
        ["/api/v1/label-sets"] = """{"dataset": "a", "key": "a", "format": "csv"}""",
    };

    /// <summary>One of a suite's numbers, which are the only things in lists that have such a word.</summary>
    static readonly JsonNode ListedNumber = JsonNode.Parse("""{"title": "a", "metric": "top1"}""")!;

    [Fact]
    public async Task A_word_that_an_enum_does_not_have_is_refused_with_those_that_it_has()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var (tried, silent) = (0, new List<string>());
        foreach (var (path, method, operation) in Contract.Operations)
        {
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
                if (parameter!["in"]!.GetValue<string>() == "query" && Words(parameter["schema"] ?? parameter) is { } words)
                    await RefusedAsync(new(new(method), $"{Filled(path)}?{parameter["name"]}=nonsense"), words, $"{parameter["name"]}");
            foreach (var (type, content) in operation["requestBody"]?["content"]?.AsObject() ?? [])
            foreach (var (place, words) in Enums(content!["schema"]!, []))
                await RefusedAsync(
                    new(new(method), Filled(path)) { Content = Body(path, type, content["example"], place) },
                    words,
                    string.Join('.', place)
                );

            async Task RefusedAsync(HttpRequestMessage request, string[] words, string place)
            {
                using (request)
                using (var answer = await client.SendAsync(request))
                {
                    var text = await answer.Content.ReadAsStringAsync();
                    // Of a model or suite that does not exist nothing more is said.
                    if (answer.StatusCode == HttpStatusCode.NotFound)
                        return;
                    tried++;
                    if ((int)answer.StatusCode is not (400 or 422) || !words.All(word => text.Contains(word, StringComparison.Ordinal)))
                        silent.Add($"{method} {path} {place}: {(int)answer.StatusCode} {text}");
                }
            }
        }

        tried.ShouldBeGreaterThan(25);
        silent.ShouldBeEmpty();
    }

    static string Filled(string path) =>
        string.Join('/', path.Split('/').Select(part => part is ['{', ..] ? (part == "{image}" ? "0" : $"{Guid.Empty}") : part));

    /// <summary>The values of an enum; null where the schema is none.</summary>
    static string[]? Words(JsonNode schema) =>
        Contract.Resolve(schema)["enum"]?.AsArray().Where(word => word is not null).Select(word => word!.GetValue<string>()).ToArray();

    static IEnumerable<(string[] Place, string[] Words)> Enums(JsonNode schema, string[] place)
    {
        var resolved = Contract.Resolve(schema);
        if (Words(schema) is { } words)
            yield return (place, words);
        foreach (var (name, property) in resolved["properties"]?.AsObject() ?? [])
        foreach (var inner in Enums(property!, [.. place, name]))
            yield return inner;
        if (resolved["items"] is { } items)
            foreach (var inner in Enums(items, [.. place, "[]"]))
                yield return inner;
    }

    static HttpContent Body(string path, string type, JsonNode? example, string[] place)
    {
        if (type != "multipart/form-data")
            return Json(With(example?.DeepClone() ?? new JsonObject(), place));
        var manifest = With(JsonNode.Parse(Manifests[path])!, place.AsSpan(1));
        return new MultipartFormDataContent
        {
            { new StringContent(manifest.ToJsonString()), "manifest" },
            { new ByteArrayContent([1, 2, 3]), "file", "file" },
        };
    }

    static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    static JsonNode With(JsonNode body, ReadOnlySpan<string> place)
    {
        if (place.IsEmpty)
            return "nonsense";
        if (place[0] == "[]")
            return new JsonArray(With(ListedNumber.DeepClone(), place[1..]));
        var within = body as JsonObject ?? [];
        within[place[0]] = With(within[place[0]]?.DeepClone() ?? new JsonObject(), place[1..]);
        return within;
    }
}
