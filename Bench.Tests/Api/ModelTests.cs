using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Bench.Tests.Api;

public sealed partial class ModelTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task The_same_bytes_under_the_same_contract_by_the_same_key_are_the_same_entry(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey(await app.KeyAsync("submitter"));
        var bytes = TinyModel.Create(10, seed: 1);

        using var first = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "tiny", "preprocessing": {"input_size": [3, 8, 8]}}""", bytes)
        );
        using var again = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form(
                """{"name": "another name", "sharing": {"visibility": "private"}, "preprocessing": {"input_size": [3, 8, 8]}}""",
                bytes
            )
        );

        var model = await first.JsonAsync(HttpStatusCode.Created);
        var same = await again.JsonAsync(HttpStatusCode.OK);
        first.Headers.Location!.ToString().ShouldEndWith(model.GetProperty("id").GetString()!);
        same.GetProperty("id").GetString().ShouldBe(model.GetProperty("id").GetString());
        same.GetProperty("name").GetString().ShouldBe("tiny");
        model.GetProperty("submission").GetProperty("newFile").GetBoolean().ShouldBeTrue();
        same.GetProperty("submission").GetProperty("newEntry").GetBoolean().ShouldBeFalse();
        same.GetProperty("submission")
            .GetProperty("ignored")
            .EnumerateArray()
            .Select(field => field.GetString())
            .ShouldBe(["name", "sharing"]);
        model.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        model.GetProperty("parameters").GetInt64().ShouldBe(30);
        model.GetProperty("preprocessing").GetProperty("input_size")[2].GetInt32().ShouldBe(8);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Another_key_or_contract_makes_an_entry_of_its_own_over_the_same_file(Database database)
    {
        var app = await apps.OnAsync(database);
        using var first = app.WithKey(await app.KeyAsync("submitter"));
        using var second = app.WithKey(await app.KeyAsync("submitter"));
        var bytes = TinyModel.Create(10, seed: 2);

        using var mine = await first.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "mine", "preprocessing": {"input_size": [3, 8, 8]}}""", bytes)
        );
        using var sharper = await first.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "sharper", "preprocessing": {"input_size": [3, 8, 8], "interpolation": "bicubic"}}""", bytes)
        );
        using var theirs = await second.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "theirs", "preprocessing": {"input_size": [3, 8, 8]}}""", bytes)
        );

        var entries = new[]
        {
            await mine.JsonAsync(HttpStatusCode.Created),
            await sharper.JsonAsync(HttpStatusCode.Created),
            await theirs.JsonAsync(HttpStatusCode.Created),
        };
        entries.Select(entry => entry.GetProperty("id").GetString()).ShouldBeUnique();
        entries.Select(entry => entry.GetProperty("sha256").GetString()).Distinct().Count().ShouldBe(1);
        entries.Select(entry => entry.GetProperty("name").GetString()).ShouldBe(["mine", "sharper", "theirs"]);
        entries[1].GetProperty("preprocessing").GetProperty("interpolation").GetString().ShouldBe("bicubic");
        entries.Select(entry => entry.GetProperty("submission").GetProperty("newFile").GetBoolean()).ShouldBe([true, false, false]);
        entries[2].GetProperty("owner").GetString().ShouldBe("a submitter");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Its_owner_changes_what_describes_a_model_and_the_history_is_kept(Database database)
    {
        var app = await apps.OnAsync(database);
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        using var other = app.WithKey(await app.KeyAsync("submitter"));
        using var uploaded = await owner.PostAsync(
            "/api/v1/models",
            ApiClient.Form(
                """{"name": "Resnet", "license": "MIT", "preprocessing": {"input_size": [3, 8, 8]}}""",
                TinyModel.Create(10, seed: 3)
            )
        );
        var address = $"/api/v1/models/{(await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()}";

        using var stranger = await other.PatchAsJsonAsync(address, new { name = "mine now" });
        using var empty = await owner.PatchAsJsonAsync(address, new { name = " " });
        using var wrong = await owner.PatchAsJsonAsync(address, new { url = "javascript:alert(1)" });
        using var changed = await owner.PatchAsJsonAsync(
            address,
            new
            {
                name = "ResNet-50",
                license = "",
                url = "https://example.org/resnet",
            }
        );
        using var same = await owner.PatchAsJsonAsync(address, new { name = "ResNet-50" });
        using var measured = await owner.PatchAsJsonAsync(address, new { parameters = 1 });
        using var history = await app.Reader().GetAsync($"{address}/changes");

        await stranger.ShouldBeProblemAsync(403, "not-owner");
        await empty.ShouldBeProblemAsync(422, "manifest-invalid");
        await wrong.ShouldBeProblemAsync(422, "manifest-invalid");
        await measured.ShouldBeProblemAsync(400, "request-invalid");
        var model = await changed.JsonAsync(HttpStatusCode.OK);
        model.GetProperty("name").GetString().ShouldBe("ResNet-50");
        model.GetProperty("license").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        model.GetProperty("preprocessing").GetProperty("input_size")[2].GetInt32().ShouldBe(8);
        var changes = (await history.JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToList();
        changes
            .Select(change => $"{change.GetProperty("field")}: {change.GetProperty("before")} → {change.GetProperty("after")}")
            .Order(StringComparer.Ordinal)
            .ShouldBe(["license: MIT → ", "name: Resnet → ResNet-50", "url:  → https://example.org/resnet"]);
        changes.ShouldAllBe(change => change.GetProperty("by").GetString() == "a submitter");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Only_its_submitter_or_an_operator_deletes_a_model(Database database)
    {
        var app = await apps.OnAsync(database);
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        using var other = app.WithKey(await app.KeyAsync("submitter"));
        using var created = await owner.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "mine", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(10, seed: 5))
        );
        var address = created.Headers.Location;

        using var refused = await other.DeleteAsync(address);
        using var deleted = await owner.DeleteAsync(address);
        using var gone = await owner.GetAsync(address);

        await refused.ShouldBeProblemAsync(403, "not-owner");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await gone.ShouldBeProblemAsync(410, "model-retracted");
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

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Lists_are_walked_by_cursor_without_gaps_or_repeats(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        for (var seed = 100; seed < 105; seed++)
            (
                await client.PostAsync(
                    "/api/v1/models",
                    ApiClient.Form(
                        $$$"""{"name": "Über {{{seed}}}", "preprocessing": {"input_size": [3, 8, 8]}}""",
                        TinyModel.Create(10, seed)
                    )
                )
            ).Dispose();

        var names = new List<string>();
        for (string? cursor = ""; cursor is not null; )
        {
            using var response = await client.GetAsync($"/api/v1/models?limit=2&name=ÜBER&cursor={cursor}");
            var page = await response.JsonAsync(HttpStatusCode.OK);
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(model => model.GetProperty("name").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }

        names.ShouldBe(["Über 104", "Über 103", "Über 102", "Über 101", "Über 100"]);
    }

    static byte[] Bad(string what) =>
        what switch
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
            using (var graph = zip.CreateEntry("model.onnx").Open())
                graph.Write(model);
            var weights = zip.CreateEntry("weights.bin");
            if (link is not null)
                weights.ExternalAttributes = unchecked((int)0xA1FF0000);
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
