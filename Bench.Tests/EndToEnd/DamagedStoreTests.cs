using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Data;
using Bench.Tests.Api;
using Bench.Workers.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.EndToEnd;

/// <summary>Stored bytes that changed behind the service's back are named, never scored, and never called the submitter's fault.</summary>
public sealed class DamagedStoreTests
{
    [Fact]
    public async Task A_picture_that_changed_after_its_import_fails_the_evaluation_by_its_name()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:Inference:ExcludeUndecodable", "true"));
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "pets");
        var model = await UploadAsync(client, seed: 1);
        (await EvaluateAsync(client, model, "pets")).GetProperty("state").GetString().ShouldBe("completed");
        Swap(app, "pets/a/0.jpg", "pets/b/1.jpg");
        Directory.Delete(Path.Combine(app.DataDirectory, "cache", "crops"), recursive: true);

        var failed = await EvaluateAsync(client, await UploadAsync(client, seed: 2), "pets");
        var health = await HealthAsync(client);
        Swap(app, "pets/a/0.jpg", "pets/b/1.jpg");
        var report = await VerifyAsync(app);
        var mended = await RetryAsync(client, failed);

        ShouldHaveFailed(failed, "content-changed", ".jpg");
        health.ShouldContain("pets/");
        report.Damaged.ShouldBeEmpty();
        mended.GetProperty("state").GetString().ShouldBe("completed", mended.ToString());
        (await HealthAsync(client)).ShouldNotContain("damaged");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_flipped_bit_of_a_stored_model_is_the_stores_fault_and_the_same_upload_mends_it(Database database)
    {
        await using var app = await BenchApp.StartAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "pets");
        var model = await UploadAsync(client, seed: 1);
        await client.UntilAsync($"/api/v1/models/{model}", answer => answer.GetProperty("state").GetString() == "ready");
        Flip(Only(app, "blobs/models"));
        Directory.Delete(Path.Combine(app.DataDirectory, "cache", "models"), recursive: true);

        var failed = await EvaluateAsync(client, model, "pets");
        var health = await HealthAsync(client);
        using var again = await client.PostAsync("/api/v1/models", Form(seed: 1));
        var mended = await RetryAsync(client, failed);

        ShouldHaveFailed(failed, "blob-damaged", "models/");
        health.ShouldContain("degraded");
        (await client.UntilAsync($"/api/v1/models/{model}", _ => true)).GetProperty("state").GetString().ShouldBe("ready");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        mended.GetProperty("state").GetString().ShouldBe("completed", mended.ToString());
        (await HealthAsync(client)).ShouldNotContain("damaged");
    }

    [Fact]
    public async Task A_flipped_bit_of_a_workers_copy_of_a_model_changes_no_number()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "pets");
        var model = await UploadAsync(client, seed: 1);
        var before = await PredictionsAsync(client, await EvaluateAsync(client, model, "pets"));
        Flip(Only(app, "cache/models", "*.onnx"), fromEnd: 40);

        await TinyDataset.ImportAsync(app, client, "more");
        var after = await PredictionsAsync(client, await EvaluateAsync(client, model, "more"));

        after.ShouldBe(before, "the same pictures, the same model");
    }

    [Theory]
    [InlineData("manifests")]
    [InlineData("classes")]
    [InlineData("labels")]
    public async Task A_changed_digit_of_what_a_dataset_is_fails_the_evaluation_after_a_restart(string kind)
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        string model;
        using (var client = app.WithKey())
        {
            await TinyDataset.ImportAsync(app, client, "pets");
            model = await UploadAsync(client, seed: 1);
            (await EvaluateAsync(client, model, "pets")).GetProperty("state").GetString().ShouldBe("completed");
        }
        Flip(kind == "labels" ? OriginalLabels(app) : Only(app, $"blobs/{kind}"));

        await app.RestartAsync();
        using var after = app.WithKey();
        using var response = await after.PostAsJsonAsync(
            "/api/v1/evaluations",
            new
            {
                modelId = model,
                datasets = new[] { "pets" },
                preprocessing = new { input_size = new[] { 3, 8, 8 }, mean = new[] { 0.1, 0.2, 0.3 } },
            }
        );
        var id = (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString();
        var failed = await after.UntilAsync(
            $"/api/v1/evaluations/{id}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );

        ShouldHaveFailed(failed, "blob-damaged", $"{kind}/");
        (await HealthAsync(after)).ShouldContain($"{kind}/");
        (await VerifyAsync(app)).Damaged.ShouldHaveSingleItem().Subject.ShouldStartWith($"{kind}/");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Damaged_predictions_answer_no_question(bool truncated)
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "pets");
        var id = (await EvaluateAsync(client, await UploadAsync(client, seed: 1), "pets")).GetProperty("id").GetString();
        var file = Only(app, "blobs/predictions");
        if (truncated)
            await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..^100]);
        else
            Flip(file);

        using var curve = await client.GetAsync($"/api/v1/evaluations/{id}/classes");
        using var download = await client.GetAsync($"/api/v1/evaluations/{id}/predictions");

        (await curve.ShouldBeProblemAsync(500, "blob-damaged")).GetProperty("detail").GetString()!.ShouldContain("predictions/");
        await download.ShouldBeProblemAsync(500, "blob-damaged");
        (await HealthAsync(client)).ShouldContain("predictions/");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Verifying_finds_damage_of_every_kind_before_a_run_does(Database database)
    {
        await using var app = await BenchApp.StartAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "pets");
        await EvaluateAsync(client, await UploadAsync(client, seed: 1), "pets");
        var whole = await VerifyAsync(app);

        foreach (var kind in new[] { "models", "manifests", "classes", "predictions" })
            Flip(Only(app, $"blobs/{kind}"));
        File.Delete(OriginalLabels(app));
        Swap(app, "pets/a/0.jpg", "pets/b/1.jpg");
        var damaged = await VerifyAsync(app);

        (whole.Blobs, whole.Pictures, whole.Damaged.Count).ShouldBe((6, 4, 0));
        damaged
            .Damaged.Select(thing => thing.Subject.Split('/')[0])
            .ShouldBe(["classes", "labels", "manifests", "models", "pets", "pets", "predictions"]);
        damaged.Damaged.ShouldContain(thing => thing.Subject == "pets/a/0.jpg" && thing.Code == "content-changed");
        (await HealthAsync(client)).ShouldContain("pets/b/1.jpg");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Verifying_finds_a_changed_number_a_changed_entry_and_a_head_that_nobody_signed(Database database)
    {
        await using var app = await BenchApp.StartAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "pets");
        var evaluation = (await EvaluateAsync(client, await UploadAsync(client, seed: 1), "pets")).GetProperty("id").GetString();
        var log = await client.GetStringAsync("/log?place=1");
        var whole = await VerifyAsync(app);

        await ChangeAsync(app, "UPDATE scores SET value = 0.75 WHERE metric = 'top1'");
        var number = await VerifyAsync(app);
        var health = await HealthAsync(client);
        await ChangeAsync(app, "UPDATE log_entries SET body = replace(body, 'pets', 'pats') WHERE place = 0");
        await ChangeAsync(app, "UPDATE tree_heads SET at = '2020-01-01 00:00:00'");
        var all = await VerifyAsync(app);

        log.ShouldContain("it is in the log");
        log.ShouldContain("under original");
        (whole.Log.Entries, whole.Log.Heads, whole.Log.SignaturesChecked, whole.Log.Rows, whole.Damaged.Count).ShouldBe((2, 1, true, 1, 0));
        var changed = number.Damaged.ShouldHaveSingleItem();
        (changed.Code, changed.Subject).ShouldBe(("number-changed", $"scores/{evaluation}/original"));
        changed.Message.ShouldContain("top1 is 0.75 on the board and");
        health.ShouldContain("scores/");
        all.Damaged.Select(thing => thing.Subject).ShouldBe(["log/entries/0", "log/heads/2", $"scores/{evaluation}/original"]);
        all.Damaged[0].Message.ShouldContain("its hash differs");
        all.Damaged[1].Code.ShouldBe("log-damaged");
    }

    static async Task ChangeAsync(BenchApp app, string sql)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<BenchDb>().Database.ExecuteSqlRawAsync(sql);
    }

    static void ShouldHaveFailed(JsonElement evaluation, string code, string named)
    {
        evaluation.GetProperty("state").GetString().ShouldBe("failed", evaluation.ToString());
        var error = evaluation.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("message").GetString()!.ShouldContain(named);
        error.GetProperty("nextStep").GetString()!.ShouldContain("not at fault");
    }

    static async Task<VerificationReport> VerifyAsync(BenchApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StoreVerifier>().RunAsync(pictures: true, (_, _) => { }, default);
    }

    static async Task<string> HealthAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/health");
        return (await response.JsonAsync(HttpStatusCode.OK)).GetProperty("checks").GetProperty("store").ToString();
    }

    static async Task<JsonElement> RetryAsync(HttpClient client, JsonElement failed)
    {
        var address = $"/api/v1/evaluations/{failed.GetProperty("id").GetString()}";
        using var retried = await client.PostAsync($"{address}/retry", null);
        await retried.JsonAsync(HttpStatusCode.Accepted);
        return await client.UntilAsync(address, answer => answer.GetProperty("state").GetString() is "completed" or "failed");
    }

    static async Task<JsonElement> EvaluateAsync(HttpClient client, string model, string dataset)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { dataset } });
        var id = (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString();
        return await client.UntilAsync(
            $"/api/v1/evaluations/{id}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
    }

    static async Task<byte[]> PredictionsAsync(HttpClient client, JsonElement evaluation)
    {
        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        return await client.GetByteArrayAsync($"/api/v1/evaluations/{evaluation.GetProperty("id").GetString()}/predictions");
    }

    static async Task<string> UploadAsync(HttpClient client, int seed)
    {
        using var response = await client.PostAsync("/api/v1/models", Form(seed));
        return (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
    }

    static MultipartFormDataContent Form(int seed) =>
        ApiClient.Form("""{"name": "tiny", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(2, seed));

    static string Only(BenchApp app, string folder, string pattern = "*") =>
        Directory.EnumerateFiles(Path.Combine(app.DataDirectory, folder), pattern, SearchOption.AllDirectories).ShouldHaveSingleItem();

    /// <summary>The labels that the dataset came with; the other set has the properties of its pictures.</summary>
    static string OriginalLabels(BenchApp app) =>
        Directory
            .EnumerateFiles(Path.Combine(app.DataDirectory, "blobs", "labels"))
            .Where(file => File.ReadAllText(file).Contains("\"key\":\"original\"", StringComparison.Ordinal))
            .ShouldHaveSingleItem();

    static void Flip(string file, int fromEnd = 30)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[^Math.Min(fromEnd, bytes.Length)] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    static void Swap(BenchApp app, string first, string second)
    {
        var (a, b) = (Path.Combine(app.DatasetsRoot, first), Path.Combine(app.DatasetsRoot, second));
        var (was, other) = (File.ReadAllBytes(a), File.ReadAllBytes(b));
        File.WriteAllBytes(a, other);
        File.WriteAllBytes(b, was);
    }
}
