using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bench.Tests.Clients;

namespace Bench.Tests.Api;

public sealed partial class OpenApiTests
{
    const string Regenerate =
        "If the change is meant: BENCH_WRITE_OPENAPI=1 dotnet test --project Bench.Tests -- --filter-class '*OpenApiTests', "
        + "then commit Bench.Api/openapi.json and clients/python/src/bench_client/contract.py.";

    static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task The_contract_is_the_committed_one()
    {
        var committed = Path.Combine(Checkout.Root, "Bench.Api", "openapi.json");
        var served = (await ServedAsync()).ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("BENCH_WRITE_OPENAPI") is not null)
        {
            await File.WriteAllTextAsync(committed, served);
            await Command.RunAsync(Checkout.Root, "python3", ["clients/python/generate.py"]);
        }
        (await File.ReadAllTextAsync(committed)).ShouldBe(served, Regenerate);
    }

    [Fact]
    public async Task The_types_of_the_Python_package_are_those_of_the_contract()
    {
        Command.SkipWithout("python3");

        await Command.RunAsync(Checkout.Root, "python3", ["clients/python/generate.py", "--check"]);
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
            names.Add(name).ShouldBeTrue($"{name} appears twice");
            operation["summary"]?.GetValue<string>().ShouldNotBeNullOrEmpty($"{name} has no summary");
            foreach (var (status, answer) in operation["responses"]!.AsObject())
                // tus answers in headers alone.
                if (status is "200" or "201" or "202" && !path.StartsWith("/api/v1/uploads", StringComparison.Ordinal))
                    answer!["content"].ShouldNotBeNull($"{name} {status} has no type");
        }
        names.Count.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task Every_example_is_understood()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        var tried = 0;
        foreach (var (path, method, operation) in Contract.Operations)
        foreach (var (type, content) in operation["requestBody"]?["content"]?.AsObject() ?? [])
        {
            if (content!["example"] is not { } example)
                continue;
            using var request = new HttpRequestMessage(HttpMethod.Parse(method), path)
            {
                Content = new StringContent(example.ToJsonString(), Encoding.UTF8, type),
            };
            using var response = await client.SendAsync(request);
            // What the example names need not be here; but the example itself must be read, and the answer be one that is described.
            var said = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldNotBe(HttpStatusCode.BadRequest, said);
            operation["responses"]![$"{(int)response.StatusCode}"].ShouldNotBeNull($"{method} {path}: {said}");
            tried++;
        }
        tried.ShouldBeGreaterThanOrEqualTo(4);
    }

    [Fact]
    public void Every_body_in_JSON_has_an_example()
    {
        var bare = Contract.Operations.Where(operation =>
            operation.Operation["requestBody"]?["content"]?["application/json"] is { } content && content["example"] is null
        );

        bare.Select(operation => $"{operation.Method} {operation.Path}").ShouldBeEmpty();
    }

    [Fact]
    public void Numbers_are_numbers_enums_are_closed_and_every_property_has_a_type()
    {
        foreach (var (name, schema) in Contract.Document["components"]!["schemas"]!.AsObject())
        {
            if (schema!["enum"] is { } values)
                values.AsArray().ShouldAllBe(value => value!.GetValueKind() == JsonValueKind.String, name);
            schema["anyOf"].ShouldBeNull(name);
            foreach (var (property, described) in schema["properties"]?.AsObject() ?? [])
            {
                // A reference that may be null is one of two; nothing else is a choice.
                if (described!["oneOf"] is { } choice)
                    choice
                        .AsArray()
                        .Select(one => one!["type"]?.GetValue<string>() ?? "$ref")
                        .ShouldBe(["null", "$ref"], $"{name}.{property}");
                (described["type"] ?? described["$ref"] ?? described["oneOf"]).ShouldNotBeNull($"{name}.{property} may be anything");
            }
        }
    }

    [Fact]
    public void A_closed_text_is_described_by_words_that_it_can_be()
    {
        var described = Contract.Document["components"]!["schemas"]!
            .AsObject()
            .SelectMany(schema =>
                (schema.Value!["properties"]?.AsObject() ?? []).Select(property => (Name: $"{schema.Key}.{property.Key}", property.Value))
            )
            .Select(property => (property.Name, Says: $"{property.Value!["description"]}", Values: property.Value!["enum"]?.AsArray()))
            .Where(property => property.Values is not null)
            .ToList();

        described.Count.ShouldBeGreaterThan(15);
        foreach (var (name, says, values) in described)
            Quoted().Matches(says).Select(word => word.Groups[1].Value).Except(values!.Select(value => $"{value}")).ShouldBeEmpty(name);
    }

    [Fact]
    public void Every_list_is_read_page_by_page_or_is_known_to_be_whole()
    {
        var whole = Contract
            .Operations.Where(each => each.Method == "GET")
            .Select(each => (each.Path, Schema: Resolved(each.Operation["responses"]?["200"]?["content"]?["application/json"]?["schema"])))
            .Where(each => $"{each.Schema?["type"]}" == "array" || each.Schema?["properties"]?["next"] is not null)
            .Where(each =>
                Contract.Find("GET", each.Path)!["parameters"]?.AsArray().Any(parameter => $"{parameter!["name"]}" == "cursor") != true
            )
            .Select(each => each.Path);

        whole.ShouldBe(
            [
                // A proof rests on consecutive entries: start and limit, as in RFC 6962.
                "/api/v1/log/entries",
                "/api/v1/log/heads",
                "/api/v1/log/releases",
                // All that was decided of one image, tested of one model, or changed in its place.
                "/api/v1/datasets/{key}/verdicts/{image}/history",
                "/api/v1/audits/spot-checks",
                "/api/v1/models/{id}/ranks",
            ],
            ignoreOrder: true
        );

        static JsonNode? Resolved(JsonNode? schema) =>
            schema?["$ref"] is { } reference
                ? Contract.Document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]
                : schema;
    }

    [Fact]
    public void Open_reads_need_no_key_and_what_changes_something_does()
    {
        foreach (var (path, method, operation) in Contract.Operations)
            operation["security"].ShouldNotBeNull($"{method} {path}").AsArray().Count.ShouldBeLessThanOrEqualTo(1);
        Contract.Find("GET", "/api/v1/leaderboard")!["security"]!.AsArray().ShouldBeEmpty();
        Contract
            .Operations.Where(operation => operation.Method is "POST" or "PATCH" or "DELETE" or "PUT")
            .ShouldAllBe(operation => operation.Operation["security"]!.AsArray().Count == 1);
    }

    [Fact]
    public void What_is_sent_is_typed_as_what_is_answered_is()
    {
        var schemas = Contract.Document["components"]!["schemas"]!;

        schemas["ModelManifest"]!["properties"]!["preprocessing"]!["oneOf"]![1]!["$ref"]!
            .GetValue<string>()
            .ShouldEndWith("/PreprocessingRequest");
        schemas["ModelManifest"]!["properties"]!["embedding"]!["oneOf"]![1]!["$ref"]!
            .GetValue<string>()
            .ShouldEndWith("/EmbeddingContract");
        schemas["PreprocessingRequest"]!["properties"]!["crop_mode"]!["enum"]!
            .ToJsonString()
            .ShouldBe("""["center","border","squash",null]""");
        Contract.Find("GET", "/api/v1/evaluations/1/events")!["responses"]!["200"]!["content"]!["text/event-stream"]!["x-events"]![
            "state"
        ]!["$ref"]!
            .GetValue<string>()
            .ShouldEndWith("/EvaluationView");
    }

    [Fact]
    public void Every_refusal_is_described_with_its_code_and_next_step()
    {
        var refusals =
            from operation in Contract.Operations
            from answer in operation.Operation["responses"]!.AsObject()
            where answer.Key[0] is '4' or '5'
            select (operation.Path, Schema: answer.Value!["content"]?["application/problem+json"]?["schema"]?["$ref"]?.GetValue<string>());

        refusals.ShouldAllBe(refusal => refusal.Schema == "#/components/schemas/ProblemDetails");
        var problem = Contract.Document["components"]!["schemas"]!["ProblemDetails"]!;
        problem["required"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldBe(["title", "status", "detail", "code", "nextStep"]);
    }

    static async Task<JsonNode> ServedAsync()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.Reader();
        return JsonNode.Parse(await client.GetStringAsync("swagger/v1/swagger.json"))!;
    }

    [GeneratedRegex("`([A-Za-z-]+)`")]
    private static partial Regex Quoted();
}
