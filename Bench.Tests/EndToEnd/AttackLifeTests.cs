using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Tests.Api;

namespace Bench.Tests.EndToEnd;

/// <summary>An attack is refused, limited, cancelled, read with care and deleted as an evaluation is.</summary>
public sealed class AttackLifeTests
{
    [Fact, Long]
    public async Task An_attack_is_refused_limited_cancelled_checked_when_read_and_goes_with_its_model()
    {
        await using var app = await BenchApp.StartAsync(
            Database.Postgres,
            ("Bench:Inference:AttackSlice", "2"),
            ("Bench:Limits:EvaluationsPerDay", "2")
        );
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "pets");
        using var submitter = app.WithKey(await app.KeyAsync("submitter"));
        var model = await UploadAsync(submitter);

        using var refused = await StartAsync(submitter, model, new { attack = "fab", steps = 0 });
        var errors = (await refused.ShouldBeProblemAsync(422, "attack-invalid")).GetProperty("errors");
        errors.EnumerateObject().Select(field => field.Name).ShouldBe(["attack", "steps"]);
        using var unknown = await client.GetAsync($"/api/v1/attacks/{Guid.Empty}");
        await unknown.ShouldBeProblemAsync(404, "attack-not-found");

        // So small a move misleads nobody, so that it goes on until it is cancelled.
        var endless = await IdAsync(
            StartAsync(
                submitter,
                model,
                new
                {
                    attack = "square",
                    queries = 1_000_000,
                    epsilons = new[] { 1e-6 },
                }
            )
        );
        using (var other = app.WithKey(await app.KeyAsync("submitter", "another")))
        using (var foreign = await other.PostAsync($"/api/v1/attacks/{endless}/cancel", null))
            await foreign.ShouldBeProblemAsync(403, "not-owner");
        await client.UntilAsync($"/api/v1/attacks/{endless}", attack => attack.GetProperty("state").GetString() == "running");
        using (var cancel = await submitter.PostAsync($"/api/v1/attacks/{endless}/cancel", null))
            (await cancel.JsonAsync(HttpStatusCode.Accepted)).GetProperty("state").GetString().ShouldBe("cancelled");
        using (var again = await submitter.PostAsync($"/api/v1/attacks/{endless}/cancel", null))
            await again.ShouldBeProblemAsync(409, "attack-ended");

        var attack = await IdAsync(
            StartAsync(
                submitter,
                model,
                new
                {
                    attack = "pgd",
                    loss = "margin",
                    norm = "l2",
                }
            )
        );
        using var third = await StartAsync(submitter, model, new { attack = "pgd", seed = 3 });
        await third.ShouldBeProblemAsync(429, "limit-reached");

        var ended = await client.UntilAsync($"/api/v1/attacks/{attack}", now => now.GetProperty("state").GetString() == "completed");
        ended.GetProperty("results").GetProperty("images").GetInt32().ShouldBe(4);
        var listed = await client.UntilAsync($"/api/v1/attacks?modelId={model}", _ => true);
        listed.GetProperty("items").EnumerateArray().Select(Id).ShouldBe([attack, endless]);
        (await client.GetStringAsync($"/api/v1/attacks/{attack}/images.csv"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Length.ShouldBe(5);

        var slices = Blobs(app, attack);
        slices.Length.ShouldBe(2, "each slice has a blob of its own");
        var blob = slices[0];
        var bytes = await File.ReadAllBytesAsync(blob);
        bytes[10] ^= 1;
        await File.WriteAllBytesAsync(blob, bytes);
        using var damaged = await client.GetAsync($"/api/v1/attacks/{attack}/images.csv");
        await damaged.ShouldBeProblemAsync(500, "blob-damaged");

        using var deleted = await submitter.DeleteAsync($"/api/v1/models/{model}");
        deleted.IsSuccessStatusCode.ShouldBeTrue();
        using var gone = await client.GetAsync($"/api/v1/attacks/{attack}");
        await gone.ShouldBeProblemAsync(404, "attack-not-found");
        Blobs(app, attack).ShouldBeEmpty();
    }

    static string[] Blobs(BenchApp app, string attack) =>
        Directory.GetFiles(Path.Combine(app.DataDirectory, "blobs", "attacks"), $"{Guid.Parse(attack):N}-*");

    static string Id(JsonElement attack) => attack.GetProperty("id").GetString()!;

    static async Task<string> IdAsync(Task<HttpResponseMessage> starting)
    {
        using var response = await starting;
        return Id(await response.JsonAsync(HttpStatusCode.Accepted));
    }

    static Task<HttpResponseMessage> StartAsync(HttpClient client, string model, object more)
    {
        var body = JsonSerializer.SerializeToNode(more)!.AsObject();
        (body["modelId"], body["dataset"]) = (model, "pets");
        return client.PostAsJsonAsync("/api/v1/attacks", body);
    }

    static async Task<string> UploadAsync(HttpClient client)
    {
        using var response = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "tiny", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(2, seed: 1))
        );
        var id = (await response.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.UntilAsync($"/api/v1/models/{id}", model => model.GetProperty("state").GetString() == "ready");
        return id;
    }
}
