using System.Net;
using System.Net.Http.Json;
using System.Text;
using Bench.Tests.Clients;

namespace Bench.Tests.Api;

/// <summary>Every operation and every parameter of the contract, given what no client should send. Whatever the answer is, the fault is the
/// sender's.</summary>
public sealed partial class HostileValueTests(HostileValueTests.Apps apps) : IClassFixture<HostileValueTests.Apps>
{
    /// <summary>As they appear in an address.</summary>
    static readonly string[] InAddresses =
    [
        "%00",
        "a%00b",
        "%FF%FE",
        "%ED%A0%80",
        "-1",
        "99999999999999999999",
        "NaN",
        "1e999",
        "%27%20OR%201=1--",
        "..%2F..%2Fetc",
        "%F0%9F%98%80",
        "",
        new string('a', 3000),
    ];

    /// <summary>As they appear in JSON.</summary>
    static readonly byte[][] InJson =
    [
        [.. @"""\u0000"""u8],
        [.. @"""a\u0000b"""u8],
        [.. @"""\ud800"""u8],
        [(byte)'"', 0xFF, (byte)'"'],
        [.. "-1"u8],
        [.. "1e999"u8],
        [.. "99999999999999999999"u8],
        [.. "null"u8],
        [.. "[]"u8],
        [.. "{}"u8],
        [.. "[null]"u8],
        [.. @"[""\u0000""]"u8],
        [.. @"{""\u0000"":1}"u8],
        [.. @"{""\ud800"":1}"u8],
        [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
        [.. "true"u8],
    ];

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task No_parameter_of_any_operation_makes_the_service_fail(Database database)
    {
        var (app, evaluation, model) = await apps.OnAsync(database);
        using var client = app.WithKey();
        // Headers are others' concern; and what reaches a thing by its true id is not changed here.
        var asked =
            from one in Contract.Operations
            from parameter in one.Operation["parameters"]?.AsArray() ?? []
            where parameter!["in"]!.GetValue<string>() == "path" || (parameter["in"]!.GetValue<string>() == "query" && one.Method == "GET")
            from value in InAddresses
            select (one.Method, Address: Address(one.Path, one.Operation, parameter, value, evaluation, model));

        var tried = await AllAreAnsweredAsync(
            asked,
            async each =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Parse(each.Method), each.Address);
                request.Headers.Add("Tus-Resumable", "1.0.0");
                await ShouldBeAnsweredAsync(client, request);
            }
        );

        tried.ShouldBeGreaterThan(1000);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task No_field_of_any_body_makes_the_service_fail(Database database)
    {
        var (app, evaluation, model) = await apps.OnAsync(database);
        using var client = app.WithKey();
        var asked =
            from one in Contract.Operations
            from content in one.Operation["requestBody"]?["content"]?.AsObject() ?? []
            from body in content.Key switch
            {
                "application/json" => Bodies(content.Value!["example"]!.AsObject(), model),
                "multipart/form-data" => Manifests(),
                _ => [],
            }
            select (one.Method, Address: Address(one.Path, one.Operation, null, "", evaluation, model), content.Key, body);

        var tried = await AllAreAnsweredAsync(
            asked,
            async each =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Parse(each.Method), each.Address)
                {
                    Content = each.Key == "application/json" ? Json(each.body) : Form(each.body),
                };
                await ShouldBeAnsweredAsync(client, request);
            }
        );

        tried.ShouldBeGreaterThan(300);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task No_header_of_any_operation_makes_the_service_fail(Database database)
    {
        var (app, evaluation, model) = await apps.OnAsync(database);
        using var client = app.WithKey();
        foreach (var (path, method, operation) in Contract.Operations)
        foreach (
            var parameter in (operation["parameters"]?.AsArray() ?? []).Where(parameter => parameter!["in"]!.GetValue<string>() == "header")
        )
        foreach (
            var value in new[]
            {
                "-1",
                "99999999999999999999",
                "AA==",
                "filename AAAA",
                "filename /////w==",
                "wait=99999999999999999999",
                "wait=NaN",
                new string('a', 5000),
            }
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Parse(method), Address(path, operation, null, "", evaluation, model));
            request.Headers.TryAddWithoutValidation(parameter!["name"]!.GetValue<string>(), value).ShouldBeTrue();
            if (parameter["name"]!.GetValue<string>() != "Tus-Resumable")
                request.Headers.Add("Tus-Resumable", "1.0.0");
            if (operation["requestBody"]?["content"]?["application/json"]?["example"] is { } example)
                request.Content = Json(Encoding.UTF8.GetBytes(example.ToJsonString()));
            await ShouldBeAnsweredAsync(client, request);
        }
    }

    [Theory, BothDatabases]
    public async Task Text_with_a_nul_is_refused_with_a_code_before_anything_is_looked_up(Database database)
    {
        var (app, evaluation, _) = await apps.OnAsync(database);
        using var client = app.WithKey();
        foreach (
            var address in new[]
            {
                "/api/v1/models?name=%00",
                "/api/v1/leaderboard?dataset=a%00",
                $"/api/v1/evaluations/{evaluation}/scores?labelSet=%00",
                "/api/v1/datasets/a%00b",
                "/?q=%00",
            }
        )
        {
            using var answer = await client.GetAsync(address);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, address);
        }

        using var key = await client.PostAsync("/api/v1/keys", Json([.. @"{""name"":""a\u0000b"",""role"":""submitter""}"u8]));
        using var webhook = await client.PostAsync("/api/v1/webhooks", Json([.. @"{""url"":""http://e.org/\u0000""}"u8]));
        using var bytes = await client.PostAsync("/api/v1/evaluations", Json([.. @"{""preprocessing"":{"""u8, 0xFF, .. @""":1}}"u8]));

        (await key.ShouldBeProblemAsync(400, "text-invalid"))
            .GetProperty("detail")
            .GetString()
            .ShouldBe("The field 'name' has a NUL character, which no text here may have.");
        await webhook.ShouldBeProblemAsync(400, "text-invalid");
        (await bytes.ShouldBeProblemAsync(400, "text-invalid"))
            .GetProperty("detail")
            .GetString()
            .ShouldBe("A field's name is not valid Unicode.");
    }

    [Theory, BothDatabases]
    public async Task Enums_in_queries_are_the_words_of_the_contract(Database database)
    {
        var (app, evaluation, _) = await apps.OnAsync(database);
        using var client = app.Reader();

        foreach (var state in new[] { "completed", "Completed" })
        {
            using var completed = await client.GetAsync($"/api/v1/evaluations?state={state}");
            (await completed.JsonAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(1);
        }
        using var queued = await client.GetAsync("/api/v1/evaluations?state=queued");
        (await queued.JsonAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(0);
        foreach (var wrong in new[] { "done", "3", "-1", "" })
        {
            using var refused = await client.GetAsync($"/api/v1/evaluations?state={wrong}");
            var problem = await refused.ShouldBeProblemAsync(400, "request-invalid");
            problem.GetProperty("detail").GetString().ShouldBe($"The parameter 'state' is '{wrong}', which is not allowed.");
            problem
                .GetProperty("nextStep")
                .GetString()
                .ShouldBe("Send one of queued, inspecting, running, scoring, completed, failed, cancelled, partial.");
        }
        using var binning = await client.GetAsync($"/api/v1/evaluations/{evaluation}/reliability?binning=-1");
        (await binning.ShouldBeProblemAsync(400, "request-invalid"))
            .GetProperty("nextStep")
            .GetString()
            .ShouldBe("Send one of width, mass.");
    }

    [Fact]
    public async Task A_value_of_another_type_is_refused_in_the_sender_s_words()
    {
        var (app, _, _) = await apps.OnAsync(Database.Sqlite);
        using var client = app.Reader();

        using var limit = await client.GetAsync("/api/v1/models?limit=many");
        using var model = await client.GetAsync("/api/v1/evaluations?modelId=resnet");
        using var missing = await client.GetAsync("/api/v1/order-changes");

        (await limit.ShouldBeProblemAsync(400, "request-invalid"))
            .GetProperty("detail")
            .GetString()
            .ShouldBe("The parameter 'limit' is 'many', which is not a whole number.");
        (await model.ShouldBeProblemAsync(400, "request-invalid"))
            .GetProperty("detail")
            .GetString()
            .ShouldBe("The parameter 'modelId' is 'resnet', which is not an id.");
        (await missing.ShouldBeProblemAsync(400, "request-invalid"))
            .GetProperty("detail")
            .GetString()
            .ShouldBe("The parameter 'other' is missing.");
    }

    [Fact]
    public async Task Without_a_key_a_body_of_another_type_is_a_missing_key_first()
    {
        var (app, _, _) = await apps.OnAsync(Database.Sqlite);
        using var stranger = app.Reader();
        using var known = app.WithKey();

        using var missing = await stranger.PostAsJsonAsync("/api/v1/models", new { });
        using var type = await known.PostAsJsonAsync("/api/v1/models", new { });

        await missing.ShouldBeProblemAsync(401, "key-missing");
        await type.ShouldBeProblemAsync(415, "media-type-unsupported");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused_with_a_code_that_the_sender_hears(bool tellsItsLength)
    {
        var (app, _, _) = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys")
        {
            Content = Json([(byte)'"', .. Enumerable.Repeat((byte)'a', 40_000_000), (byte)'"']),
        };
        if (!tellsItsLength)
            request.Headers.TransferEncodingChunked = true;

        using var answer = await client.SendAsync(request);

        await answer.ShouldBeProblemAsync(413, "request-too-large");
    }

    /// <summary>One application over each database with a dataset, a model and a completed evaluation.</summary>
    public sealed class Apps : IAsyncDisposable
    {
        public const string Dataset = "tiny";

        readonly Dictionary<Database, Task<(BenchApp App, string Evaluation, string Model)>> _apps = [];

        public Task<(BenchApp App, string Evaluation, string Model)> OnAsync(Database database)
        {
            lock (_apps)
                return _apps.TryGetValue(database, out var started) ? started : _apps[database] = StartAsync(database);
        }

        static async Task<(BenchApp, string, string)> StartAsync(Database database)
        {
            var app = await BenchApp.StartAsync(database, ("Bench:WritesPerMinute", "1000000"), ("Bench:Inference:Doctor", "false"));
            using var client = app.WithKey();
            await TinyDataset.ImportAsync(app, client, Dataset);
            using var uploaded = await client.PostAsync(
                "/api/v1/models",
                ApiClient.Form("""{"name":"m","preprocessing":{"input_size":[3,8,8]}}""", TinyModel.Create(2))
            );
            var model = (await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
            using var started = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { Dataset } });
            var evaluation = (await started.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString()!;
            await client.UntilAsync($"/api/v1/evaluations/{evaluation}", answer => answer.GetProperty("state").GetString() == "completed");
            return (app, evaluation, model);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var app in _apps.Values)
                if (app.IsCompletedSuccessfully)
                    await (await app).App.DisposeAsync();
        }
    }
}
