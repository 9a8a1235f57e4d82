namespace Bench.Tests.Api;

public sealed partial class ModelTests
{
    public static TheoryData<string, string> BadFiles =>
        new()
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

        using var response = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form(
                """{"name": "bad"}""",
                Bad(what),
                code == "model-archive" || what.Contains("archive", StringComparison.Ordinal) ? "model.zip" : "model.onnx"
            )
        );

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

    [Theory, BothDatabases(LongOnSqlite = true)]
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

    [Fact]
    public async Task A_file_under_another_name_of_a_part_is_told_by_that_name()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(TinyModel.Create(10)), "model", "m.onnx" } };

        using var response = await client.PostAsync("/api/v1/models", form);

        (await response.ShouldBeProblemAsync(400, "form-invalid"))
            .GetProperty("detail")
            .GetString()
            .ShouldBe("The form cannot be read: the part 'model' is not text in UTF-8; a file is sent as the part 'file'.");
    }
}
