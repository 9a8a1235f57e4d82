using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Bench.Tests.Api.Pages;

namespace Bench.Tests.Api;

public sealed partial class HostileValueTests
{
    /// <summary>Some at a time, as each waits for the database now and then; how many there were.</summary>
    static async Task<int> AllAreAnsweredAsync<T>(IEnumerable<T> asked, Func<T, Task> askAsync)
    {
        T[] all = [.. asked];
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (each, _) => await askAsync(each));
        return all.Length;
    }

    static async Task ShouldBeAnsweredAsync(HttpClient client, HttpRequestMessage request)
    {
        using var answer = await client.SendAsync(request);
        ((int)answer.StatusCode).ShouldBeLessThan(500, $"{request.Method} {request.RequestUri}");
    }

    static string Address(string path, JsonNode operation, JsonNode? hostile, string value, string evaluation, string model)
    {
        var query = new List<string>();
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var name = parameter!["name"]!.GetValue<string>();
            var given =
                parameter == hostile
                    ? value
                    : name switch
                    {
                        "id" => path.Contains("/evaluations/", StringComparison.Ordinal) ? evaluation
                        : path.Contains("/models/", StringComparison.Ordinal) && !operation["responses"]!.AsObject().ContainsKey("204")
                            ? model
                        : $"{Guid.Empty}",
                        "key" => operation["responses"]!.AsObject().ContainsKey("204") ? "none" : Apps.Dataset,
                        "index" or "image" => "0",
                        "m" => $"{model}&m={model}",
                        "columns" => "top1,top5",
                        _ => "original",
                    };
            if (parameter["in"]!.GetValue<string>() == "path")
                path = path.Replace($"{{{name}}}", given, StringComparison.Ordinal);
            else if (
                parameter["in"]!.GetValue<string>() == "query"
                && (parameter == hostile || parameter["required"]?.GetValue<bool>() == true)
            )
                query.Add($"{name}={given}");
        }
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    /// <summary>The example with each of its fields replaced by each hostile value, and with one field more.</summary>
    static IEnumerable<byte[]> Bodies(JsonObject example, string model) =>
        from field in example.Select(field => field.Key).Append("preprocessing").Append("more").Distinct()
        from value in InJson
        select Body(example, field, value, model);

    static byte[] Body(JsonObject example, string field, byte[] value, string model)
    {
        const string Mark = "\"here\"";
        var body = example.DeepClone().AsObject();
        if (body.ContainsKey("modelId"))
            body["modelId"] = model;
        if (body.ContainsKey("datasets"))
            body["datasets"] = new JsonArray(Apps.Dataset);
        body[field] = "here";
        var text = body.ToJsonString();
        var at = text.IndexOf(Mark, StringComparison.Ordinal);
        return [.. Encoding.UTF8.GetBytes(text[..at]), .. value, .. Encoding.UTF8.GetBytes(text[(at + Mark.Length)..])];
    }

    static IEnumerable<byte[]> Manifests() =>
        from field in new[] { "name", "dataset", "format", "key", "preprocessing", "description", "source", "more" }
        from value in InJson
        select Body(
            new JsonObject
            {
                ["name"] = "m",
                ["dataset"] = Apps.Dataset,
                ["format"] = "csv",
            },
            field,
            value,
            ""
        );

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task What_no_text_may_have_is_refused_from_scripts_and_forms_alike(Database database)
    {
        var (app, _, model) = await apps.OnAsync(database);
        using var client = app.WithKey();
        using var browser = await PageForms.SignedInAsync(app, app.OperatorKey);

        using var none = await client.PatchAsync($"/api/v1/models/{model}", Json([.. @"{""description"":""a\uffffb""}"u8]));
        using var filled = await browser.PostFormAsync("/teams", "/teams", ("name", "a\0b"));
        using var team = await browser.PostFormAsync("/teams", "/teams", ("name", "a\uFFFEb"));

        (await none.ShouldBeProblemAsync(400, "text-invalid"))
            .GetProperty("detail")
            .GetString()
            .ShouldBe("The field 'description' has U+FFFF, which is not a valid character.");
        await filled.ShouldBeProblemAsync(400, "form-invalid");
        await team.ShouldBeProblemAsync(400, "text-invalid");
        (await client.GetStringAsync("/changes.atom")).ShouldContain("</feed>");
    }

    static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    static MultipartFormDataContent Form(byte[] manifest) =>
        new() { { new ByteArrayContent(manifest), "manifest" }, { new ByteArrayContent("a,b\0c\n"u8.ToArray()), "file", "f.csv" } };
}
