using System.IO.Compression;
using System.Net;
using System.Text;
using Bench.Tests.Fixtures;

namespace Bench.Tests.Api;

public sealed class ModelTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases]
    public async Task The_same_bytes_are_the_same_model(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey(await app.KeyAsync("submitter"));
        var bytes = TinyModel.Create(10, seed: 1);

        using var first = await client.PostAsync("/api/v1/models", ApiClient.Form("""{"name": "tiny", "preprocessing": {"input_size": [3, 8, 8]}}""", bytes));
        using var again = await client.PostAsync("/api/v1/models", ApiClient.Form("""{"name": "another name"}""", bytes));

        var model = await first.JsonAsync(HttpStatusCode.Created);
        var same = await again.JsonAsync(HttpStatusCode.OK);
        first.Headers.Location!.ToString().ShouldEndWith(model.GetProperty("id").GetString()!);
        same.GetProperty("id").GetString().ShouldBe(model.GetProperty("id").GetString());
        same.GetProperty("name").GetString().ShouldBe("tiny");
        model.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        model.GetProperty("parameters").GetInt64().ShouldBe(30);
        model.GetProperty("preprocessing").GetProperty("input_size")[2].GetInt32().ShouldBe(8);
    }

    public static TheoryData<string, string> BadFiles => new()
    {
        { "empty", "model-invalid" },
        { "text", "model-invalid" },
        { "truncated", "model-invalid" },
        { "no image input", "model-input" },
        { "two inputs", "model-input" },
        { "unknown operator", "model-unsupported-operator" },
        { "custom domain", "model-custom-domain" },
        { "external data missing", "model-external-data" },
        { "external data above", "model-external-data" },
        { "external data absolute", "model-external-data" },
        { "external data by a link", "model-archive" },
        { "external data above, in an archive", "model-external-data" },
    };

    [Theory, MemberData(nameof(BadFiles))]
    public async Task A_file_that_cannot_be_run_is_refused_and_leaves_nothing(string what, string code)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var (files, models) = (app.Files(), await CountAsync(client));

        using var response = await client.PostAsync("/api/v1/models", ApiClient.Form("""{"name": "bad"}""", Bad(what), code == "model-archive" || what.Contains("archive", StringComparison.Ordinal) ? "model.zip" : "model.onnx"));

        await response.ShouldBeProblemAsync(422, code);
        app.Files().ShouldBe(files);
        (await CountAsync(client)).ShouldBe(models);
    }

    [Theory]
    [InlineData("""{"name": "x", "colour": "red"}""", "colour")]
    [InlineData("""{"name": "x", "preprocessing": {"std": [0.2, -0.2, 0.2]}}""", "preprocessing.std")]
    [InlineData("""{"name": "x", "preprocessing": {"crop_pct": 0}}""", "preprocessing.crop_pct")]
    [InlineData("""{"name": "x", "preprocessing": {"crop_pct": 7}}""", "preprocessing.crop_pct")]
    [InlineData("""{"name": "x", "preprocessing": {"sharpen": 1}}""", "preprocessing.sharpen")]
    [InlineData("""{"name": "x", "url": "javascript:alert(1)"}""", "url")]
    [InlineData("""{"name": "x", "parentModelId": "0190a1b2-0000-7000-8000-000000000000"}""", "parentModelId")]
    [InlineData("""{"name": 5}""", "name")]
    [InlineData("""{"description": "nameless"}""", "name")]
    [InlineData("""{"name": "x", "backgroundClass": -1}""", "backgroundClass")]
    public async Task A_manifest_is_refused_by_the_name_of_its_field(string manifest, string field)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var (files, models) = (app.Files(), await CountAsync(client));

        using var response = await client.PostAsync("/api/v1/models", ApiClient.Form(manifest, TinyModel.Create(10, seed: 77)));

        var problem = await response.ShouldBeProblemAsync(422, "manifest-invalid");
        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(problem.ToString());
        app.Files().ShouldBe(files);
        (await CountAsync(client)).ShouldBe(models);
    }

    [Theory, BothDatabases]
    public async Task A_model_over_the_limit_is_refused_and_leaves_nothing(Database database)
    {
        await using var app = await BenchApp.StartAsync(database, ("Bench:MaxModelBytes", "1000"));
        using var client = app.WithKey();

        using var announced = await client.PostAsync("/api/v1/models", ApiClient.Form("""{"name": "big"}""", new byte[1001]));

        await announced.ShouldBeProblemAsync(413, "model-too-large");
        app.Files().ShouldBeEmpty();
        (await CountAsync(client)).ShouldBe(0);
    }

    [Fact]
    public async Task A_form_without_a_file_says_so()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();

        using var response = await client.PostAsync("/api/v1/models", ApiClient.Form("""{"name": "x"}"""));

        await response.ShouldBeProblemAsync(400, "form-invalid");
    }

    [Theory, BothDatabases]
    public async Task Only_its_submitter_or_an_operator_deletes_a_model(Database database)
    {
        var app = await apps.OnAsync(database);
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        using var other = app.WithKey(await app.KeyAsync("submitter"));
        using var created = await owner.PostAsync("/api/v1/models", ApiClient.Form("""{"name": "mine", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(10, seed: 5)));
        var address = created.Headers.Location;

        using var refused = await other.DeleteAsync(address);
        using var deleted = await owner.DeleteAsync(address);
        using var gone = await owner.GetAsync(address);

        await refused.ShouldBeProblemAsync(403, "not-owner");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await gone.ShouldBeProblemAsync(404, "model-not-found");
    }

    [Fact]
    public async Task A_reader_that_has_the_current_answer_is_told_so()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.Reader();
        using var first = await client.GetAsync("/api/v1/datasets");
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await client.GetAsync("/api/v1/datasets");

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Lists_are_walked_by_cursor_without_gaps_or_repeats(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        for (var seed = 100; seed < 105; seed++)
            (await client.PostAsync("/api/v1/models", ApiClient.Form($$$"""{"name": "walk {{{seed}}}", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(10, seed)))).Dispose();

        var names = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            using var response = await client.GetAsync($"/api/v1/models?limit=2&name=WALK&cursor={cursor}");
            var page = await response.JsonAsync(HttpStatusCode.OK);
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(model => model.GetProperty("name").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }

        names.ShouldBe(["walk 104", "walk 103", "walk 102", "walk 101", "walk 100"]);
    }

    static byte[] Bad(string what) => what switch
    {
        "empty" => [],
        "text" => "This is not a model, whatever its name says.\n"u8.ToArray(),
        "truncated" => TinyModel.Create(10)[..^20],
        "no image input" => TinyModel.WithoutImageInput(),
        "two inputs" => TinyModel.WithTwoInputs(),
        "unknown operator" => TinyModel.WithUnknownOperator(),
        "custom domain" => TinyModel.WithCustomDomain(),
        "external data missing" => TinyModel.WithExternalData("weights.bin"),
        "external data above" => TinyModel.WithExternalData("../weights.bin"),
        "external data absolute" => TinyModel.WithExternalData("/etc/passwd"),
        "external data by a link" => Archive(TinyModel.WithExternalData("weights.bin"), link: "/etc/passwd"),
        "external data above, in an archive" => Archive(TinyModel.WithExternalData("../weights.bin"), link: null),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "no such file"),
    };

    /// <param name="link">Where weights.bin leads; null for a plain file.</param>
    static byte[] Archive(byte[] model, string? link)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var graph = zip.CreateEntry("model.onnx").Open()) graph.Write(model);
            var weights = zip.CreateEntry("weights.bin");
            if (link is not null) weights.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var content = weights.Open();
            content.Write(link is null ? new byte[120] : Encoding.UTF8.GetBytes(link));
        }
        return bytes.ToArray();
    }

    static async Task<int> CountAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/api/v1/models?limit=500");
        return (await response.JsonAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength();
    }
}
