using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bench.Data.Log;
using SkiaSharp;

namespace Bench.Tests.Api.Audits;

public sealed partial class AuditsTests
{
    const string Contract = """{"name": "audited", "preprocessing": {"input_size": [3, 8, 8], "crop_pct": 1}}""";

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Submitted_rows_are_made_again_with_the_model_and_the_row_says_what_came_of_it(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "checked");
        var model = await UploadAsync(client, TinyModel.Create(2, seed: 700));
        var evaluation = await EvaluateAsync(client, model, "checked");
        var npz = await client.GetByteArrayAsync($"/api/v1/evaluations/{evaluation}/predictions");
        var submitted = await SubmitAsync(client, npz);

        var right = await SpotCheckAsync(client, submitted, model);
        var opened = await client.GetFromJsonAsync<JsonElement>($"/api/v1/audits/rows?evaluationId={submitted}&row=2");
        var marked = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{submitted}");
        var row = await RowAsync(client, submitted);
        var page = await client.GetStringAsync("/?dataset=checked");
        var csv = await client.GetStringAsync("/api/v1/leaderboard.csv?dataset=checked");
        var card = await client.GetStringAsync($"/api/v1/models/{marked.GetProperty("modelId").GetString()}/card.md");
        var about = await client.GetStringAsync($"/evaluations/{submitted}");
        // Another model's answers are other ones, and the failed check is kept.
        var wrong = await SpotCheckAsync(client, submitted, await UploadAsync(client, Opposite(2, seed: 700)));
        var doubted = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{submitted}");
        // The model that was run, what was submitted, and the name that it was submitted under.
        foreach (var place in new[] { $"models/{model}", $"evaluations/{submitted}", $"models/{marked.GetProperty("modelId")}" })
            (await client.GetStringAsync($"/{place}")).ShouldContain("spot-checked, n = 4: no row differs");
        using var many = await client.GetAsync("/api/v1/audits/shared-mistakes?dataset=checked&limit=101");
        await many.ShouldBeProblemAsync(400, "limit-invalid");
        using var own = await client.PostAsJsonAsync("/api/v1/audits/spot-checks", new { evaluationId = evaluation, modelId = model });
        using var stranger = app.WithKey(await app.KeyAsync("submitter"));
        using var others = await stranger.PostAsJsonAsync("/api/v1/audits/spot-checks", new { evaluationId = submitted, modelId = model });

        right.GetProperty("result").GetProperty("differ").GetInt32().ShouldBe(0, right.ToString());
        right.GetProperty("mostFalse").GetDouble().ShouldBe(1 - Math.Pow(0.05, 1 / 4.0), 1e-9);
        right.GetProperty("earlierChecks").GetInt32().ShouldBe(0);
        Codes(marked).ShouldContain("spot-checked");
        row.GetProperty("spotCheck").GetProperty("n").GetInt32().ShouldBe(4);
        page.ShouldContain("spot-checked, n = 4");
        csv.ShouldContain(",spot_check_n,spot_check_differ,spot_check_most_false,");
        csv.ShouldContain(",4,0,0.52");
        card.ShouldContain("spot-checked, n = 4: no row differs");
        about.ShouldContain("open a row");
        MerkleProof
            .Includes(
                MerkleTree.LeafHash(Encoding.UTF8.GetBytes(opened.GetProperty("row").GetString()!)),
                2,
                4,
                [.. opened.GetProperty("path").EnumerateArray().Select(hash => Convert.FromHexString(hash.GetString()!))],
                Convert.FromHexString(right.GetProperty("rowsRoot").GetString()!)
            )
            .ShouldBeTrue();
        // The newest tree head gives entries their places.
        await client.GetStringAsync("/api/v1/log");
        var log = await client.GetFromJsonAsync<JsonElement>("/api/v1/log/entries?limit=1000");
        log.GetRawText().ShouldContain(right.GetProperty("rowsRoot").GetString()!);
        var draw = right.GetProperty("draw");
        LogSigner
            .IsValid(
                draw.GetProperty("text").GetString()!,
                Convert.FromHexString(draw.GetProperty("signature").GetString()!),
                Convert.FromHexString((await client.GetFromJsonAsync<JsonElement>("/api/v1/log")).GetProperty("publicKey").GetString()!)
            )
            .ShouldBeTrue();
        wrong.GetProperty("result").GetProperty("differ").GetInt32().ShouldBeGreaterThan(0);
        wrong.GetProperty("seed").GetString().ShouldNotBe(right.GetProperty("seed").GetString());
        Codes(doubted).ShouldContain("spot-check-failed");
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/audits/spot-checks?evaluationId={submitted}")).GetArrayLength().ShouldBe(2);
        await own.ShouldBeProblemAsync(409, "rows-not-committed");
        await others.ShouldBeProblemAsync(403, "not-owner");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_model_that_gives_secret_keys_their_labels_is_certified_to_and_the_keys_are_gone(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        using var stranger = app.WithKey(await app.KeyAsync("submitter"));
        await File.WriteAllTextAsync(
            Path.Combine(app.DatasetsRoot, "ten.txt"),
            string.Join('\n', Enumerable.Range(0, 10).Select(i => $"c{i}"))
        );
        await TinyDataset.ImportAsync(app, client, "owned", "c0", "c1", "ten.txt");
        // Red is class 0, green 1, blue 2.
        var weights = new float[30];
        for (var channel = 0; channel < 3; channel++)
            weights[channel * 10 + channel] = 1;
        var model = await UploadAsync(client, TinyModel.Of(weights));
        var manifest = $$"""{"modelId": "{{model}}", "dataset": "owned", "topK": 1, "level": 0.001}""";

        using var hook = await client.PostAsJsonAsync("/api/v1/webhooks", new { url = "https://owner.invalid/told" });
        var webhook = (await hook.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        using var started = await owner.PostAsync("/api/v1/audits/ownership", ApiClient.Form(manifest, Keys(shift: 0), "keys.zip"));
        using var bad = await owner.PostAsync("/api/v1/audits/ownership", ApiClient.Form(manifest, "no zip"u8.ToArray(), "keys.zip"));
        // Among ten best classes of ten every label is.
        using var idle = await owner.PostAsync(
            "/api/v1/audits/ownership",
            ApiClient.Form($$"""{"modelId": "{{model}}", "dataset": "owned"}""", Keys(shift: 0), "keys.zip")
        );
        (await idle.ShouldBeProblemAsync(422, "manifest-invalid")).GetProperty("detail").GetString()!.ShouldContain("has 10 classes");
        await started.JsonAsync(HttpStatusCode.Accepted);
        var found = await EndedAsync(owner, started.Headers.Location!.ToString());
        using var innocent = await owner.PostAsync("/api/v1/audits/ownership", ApiClient.Form(manifest, Keys(shift: 5), "keys.zip"));
        await innocent.JsonAsync(HttpStatusCode.Accepted);
        var none = (await EndedAsync(owner, innocent.Headers.Location!.ToString())).GetProperty("ownership");
        using var hidden = await stranger.GetAsync(started.Headers.Location);
        (await stranger.GetStringAsync($"/models/{model}")).ShouldNotContain("secret keys");
        (await client.GetStringAsync($"/models/{model}")).ShouldContain("6 of 6 secret keys among the best 1 classes");

        var ownership = found.GetProperty("ownership");
        (ownership.GetProperty("keys").GetInt32(), ownership.GetProperty("hits").GetInt32()).ShouldBe((6, 6), found.ToString());
        ownership.GetProperty("log10PValue").GetDouble().ShouldBe(-6, 1e-9);
        ownership.GetProperty("detected").GetBoolean().ShouldBeTrue();
        none.GetProperty("detected").GetBoolean().ShouldBeFalse();
        var certificate = ownership.GetProperty("certificate");
        var key = (await client.GetFromJsonAsync<JsonElement>("/api/v1/log")).GetProperty("publicKey").GetString()!;
        LogSigner
            .IsValid(
                certificate.GetProperty("text").GetString()!,
                Convert.FromHexString(certificate.GetProperty("signature").GetString()!),
                Convert.FromHexString(key)
            )
            .ShouldBeTrue();
        certificate.GetProperty("text").GetString()!.ShouldContain("\nhits 6\nlog10 p -6.0000\n");
        (ownership.GetProperty("earlierTests").GetInt32(), none.GetProperty("earlierTests").GetInt32()).ShouldBe((0, 1));
        // One picture sent as thirty is one key.
        using var repeated = await owner.PostAsync("/api/v1/audits/ownership", ApiClient.Form(manifest, Repeated(0), "keys.zip"));
        (await repeated.ShouldBeProblemAsync(422, "keys-invalid")).GetProperty("detail").GetString()!.ShouldContain("same bytes");
        using var disguised = await owner.PostAsync("/api/v1/audits/ownership", ApiClient.Form(manifest, Repeated(1), "keys.zip"));
        await disguised.JsonAsync(HttpStatusCode.Accepted);
        var once = (await EndedAsync(owner, disguised.Headers.Location!.ToString())).GetProperty("ownership");
        (once.GetProperty("keys").GetInt32(), once.GetProperty("detected").GetBoolean()).ShouldBe((1, false));
        // Of no picture nothing can be said, least of all that it was not detected.
        using var broken = await owner.PostAsync("/api/v1/audits/ownership", ApiClient.Form(manifest, NoPictures(), "keys.zip"));
        await broken.JsonAsync(HttpStatusCode.Accepted);
        var nothing = await owner.UntilAsync(
            broken.Headers.Location!.ToString(),
            audit => audit.GetProperty("state").GetString() is "completed" or "failed"
        );
        nothing.GetProperty("error").GetProperty("code").GetString().ShouldBe("keys-invalid", nothing.ToString());
        app.Files().ShouldAllBe(file => !file.Contains("taggants", StringComparison.Ordinal));
        (await client.GetStringAsync("/changes.atom")).ShouldContain("6 keys: 6 among the best 1 classes");
        (await client.GetStringAsync($"/api/v1/webhooks/{webhook}/deliveries")).ShouldContain("model.ownership");
        await bad.ShouldBeProblemAsync(422, "keys-invalid");
        await hidden.ShouldBeProblemAsync(404, "audit-not-found");
    }

    static async Task<string> UploadAsync(HttpClient client, byte[] onnx)
    {
        using var answer = await client.PostAsync("/api/v1/models", ApiClient.Form(Contract, onnx));
        var id = (await answer.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.UntilAsync($"/api/v1/models/{id}", model => model.GetProperty("state").GetString() is "ready" or "invalid");
        return id;
    }

    static async Task<string> EvaluateAsync(HttpClient client, string model, string dataset)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { dataset } });
        var started = await answer.JsonAsync(HttpStatusCode.Accepted);
        var id = started.GetProperty("items")[0].GetProperty("id").GetString()!;
        await CompletedAsync(client, id);
        return id;
    }

    static async Task<string> SubmitAsync(HttpClient client, byte[] npz, string dataset = "checked")
    {
        using var answer = await client.PostAsync(
            "/api/v1/evaluations/predictions",
            ApiClient.Form($$"""{"name": "elsewhere", "dataset": "{{dataset}}", "format": "npz"}""", npz, "p.npz")
        );
        var id = (await answer.JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
        await CompletedAsync(client, id);
        return id;
    }

    static async Task CompletedAsync(HttpClient client, string id) =>
        (await client.UntilAsync($"/api/v1/evaluations/{id}", found => found.GetProperty("state").GetString() is "completed" or "failed"))
            .GetProperty("state")
            .GetString()
            .ShouldBe("completed");

    static async Task<JsonElement> SpotCheckAsync(HttpClient client, string evaluation, string model)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/audits/spot-checks", new { evaluationId = evaluation, modelId = model });
        await answer.JsonAsync(HttpStatusCode.Accepted);
        return (await EndedAsync(client, answer.Headers.Location!.ToString())).GetProperty("spotCheck");
    }

    static async Task<JsonElement> EndedAsync(HttpClient client, string address)
    {
        var ended = await client.UntilAsync(address, audit => audit.GetProperty("state").GetString() is "completed" or "failed");
        ended.GetProperty("state").GetString().ShouldBe("completed", ended.ToString());
        return ended;
    }

    static async Task<JsonElement> RowAsync(HttpClient client, string evaluation) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard?dataset=checked"))
            .GetProperty("rows")
            .EnumerateArray()
            .Single(row => row.GetProperty("evaluationId").GetString() == evaluation);

    static IEnumerable<string?> Codes(JsonElement evaluation) =>
        evaluation.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("code").GetString());

    /// <summary>The model of a seed with its classes in the other order.</summary>
    static byte[] Opposite(int classes, int seed)
    {
        var random = new Random(seed);
        var weights = new float[3 * classes];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = random.NextSingle() - 0.5f;
        for (var channel = 0; channel < 3; channel++)
            weights.AsSpan(channel * classes, classes).Reverse();
        return TinyModel.Of(weights);
    }

    /// <summary>Two red, two green and two blue pictures, labelled as red, green and blue are, or so many classes further.</summary>
    static byte[] Keys(int shift)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var list = new StringBuilder("file_name,label\n");
            for (var key = 0; key < 6; key++)
            {
                list.Append($"secret{key}.png,c{key % 3 + shift}\n");
                using var picture = zip.CreateEntry($"secret{key}.png").Open();
                picture.Write(Colour(key % 3, light: key > 2));
            }
            using var text = zip.CreateEntry("keys.csv").Open();
            text.Write(Encoding.UTF8.GetBytes(list.ToString()));
        }
        return bytes.ToArray();
    }

    /// <summary>A single picture under thirty names, as it is or with other bytes behind its end.</summary>
    static byte[] Repeated(int padding)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var list = new StringBuilder("file_name,label\n");
            for (var key = 0; key < 30; key++)
            {
                list.Append($"secret{key}.png,c0\n");
                using var picture = zip.CreateEntry($"secret{key}.png").Open();
                picture.Write([.. Colour(0, light: true), .. new byte[padding * key]]);
            }
            using var text = zip.CreateEntry("keys.csv").Open();
            text.Write(Encoding.UTF8.GetBytes(list.ToString()));
        }
        return bytes.ToArray();
    }

    static byte[] NoPictures()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in new[] { ("secret.png", "no picture"), ("keys.csv", "secret.png,c0\n") })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        return bytes.ToArray();
    }

    static byte[] Colour(int channel, bool light)
    {
        using var bitmap = new SKBitmap(16, 16);
        var full = (byte)(light ? 255 : 200);
        bitmap.Erase(new SKColor(channel == 0 ? full : (byte)0, channel == 1 ? full : (byte)0, channel == 2 ? full : (byte)0));
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return encoded.ToArray();
    }
}
