using System.Net;
using System.Net.Http.Json;
using Bench.Tests.Api;
using Bench.Workers.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.EndToEnd;

/// <summary>The whole way over S3: one changed bit of each kind of thing that a service stores.</summary>
public sealed class DamagedS3Tests
{
    static readonly string[] Kinds = ["models", "manifests", "classes", "labels", "predictions", "hierarchies", "attacks", "explanations"];

    [Fact, Long]
    public async Task One_changed_bit_of_any_object_is_found_named_and_answers_no_question()
    {
        await using var s3 = await FakeS3.StartAsync();
        await using var app = await BenchApp.StartAsync(
            Database.Sqlite,
            ("Bench:Blobs", "s3://bucket/some"),
            ("Bench:S3Endpoint", s3.Address)
        );
        Guid evaluation;
        string model;
        Dictionary<string, string> addresses;
        using (var client = app.WithKey())
        {
            await TinyDataset.ImportAsync(app, client, "pets");
            model = await client.UploadReadyAsync("tiny", TinyModel.Create(2, seed: 1));
            evaluation = await EvaluatedAsync(client, model, "completed");
            await RegisterAsync(client);
            var (attack, explanation) = (await AttackedAsync(client, model), await ExplainedAsync(client, model));
            addresses = new()
            {
                ["predictions"] = $"/api/v1/evaluations/{evaluation}/predictions",
                ["labels"] = $"/api/v1/evaluations/{evaluation}/classes?labelSet=again",
                ["manifests"] = $"/api/v1/evaluations/{evaluation}/classes",
                ["classes"] = $"/api/v1/evaluations/{evaluation}/classes",
                ["attacks"] = $"/api/v1/attacks/{attack}/images.csv",
                ["explanations"] = $"/api/v1/explanations/{explanation}/maps/3",
            };
            (await VerifyAsync(app)).ShouldBeEmpty();
        }
        string[] keys = [.. s3.Objects.Keys.Select(path => path["bucket/some/".Length..]).Where(key => !key.StartsWith("identity/"))];
        keys.Select(key => key.Split('/')[0]).Distinct().Order().ShouldBe(Kinds.Order());

        foreach (var kind in Kinds)
        {
            string[] damaged = [.. keys.Where(key => key.StartsWith($"{kind}/")).Order(StringComparer.Ordinal)];
            Flip(s3, damaged);
            foreach (var copies in new[] { "blobs", "models" }.Select(name => Path.Combine(app.DataDirectory, "cache", name)))
                if (Directory.Exists(copies))
                    Directory.Delete(copies, recursive: true);
            await app.RestartAsync();
            using var client = app.WithKey();

            if (addresses.TryGetValue(kind, out var address))
            {
                using var asked = await client.GetAsync(address);
                (await asked.ShouldBeProblemAsync(500, "blob-damaged")).GetProperty("detail").GetString()!.ShouldContain($"{kind}/");
            }
            if (kind is "models" or "manifests" or "labels" or "classes")
            {
                await EvaluatedAsync(client, model, "failed");
                (await client.GetStringAsync("/health")).ShouldContain($"{kind}/");
            }
            (await VerifyAsync(app)).ShouldBe(damaged, kind);

            Flip(s3, damaged);
            (await VerifyAsync(app)).ShouldBeEmpty(kind);
        }
    }

    static void Flip(FakeS3 s3, string[] keys)
    {
        foreach (var key in keys)
        {
            byte[] bytes = [.. s3.Objects[$"bucket/some/{key}"]];
            bytes[bytes.Length / 2] ^= 1;
            s3.Objects[$"bucket/some/{key}"] = bytes;
        }
    }

    static async Task<IEnumerable<string>> VerifyAsync(BenchApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var report = await scope.ServiceProvider.GetRequiredService<StoreVerifier>().RunAsync(pictures: true, (_, _) => { }, default);
        report.Damaged.ShouldAllBe(thing => thing.Code == "blob-damaged");
        return report.Damaged.Select(thing => thing.Subject);
    }

    static async Task<Guid> EvaluatedAsync(HttpClient client, string model, string state)
    {
        // Another preprocessing each time, so that the model runs again.
        var mean = Random.Shared.NextDouble();
        using var response = await client.PostAsJsonAsync(
            "/api/v1/evaluations",
            new
            {
                modelId = model,
                datasets = new[] { "pets" },
                preprocessing = new { input_size = new[] { 3, 8, 8 }, mean = new[] { mean, mean, mean } },
            }
        );
        var id = (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString();
        var ended = await client.UntilAsync(
            $"/api/v1/evaluations/{id}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
        ended.GetProperty("state").GetString().ShouldBe(state, ended.ToString());
        if (state == "failed")
            ended.GetProperty("error").GetProperty("code").GetString().ShouldBe("blob-damaged");
        return Guid.Parse(id!);
    }

    static async Task RegisterAsync(HttpClient client)
    {
        using var hierarchy = new MultipartFormDataContent { { new ByteArrayContent("pet a\npet b\n"u8.ToArray()), "file", "is_a.txt" } };
        using var relations = await client.PostAsync("/api/v1/hierarchies", hierarchy);
        await relations.JsonAsync(HttpStatusCode.Created);
        using var labels = ApiClient.Form(
            """{"dataset": "pets", "key": "again", "format": "csv"}""",
            "file_name,label\na/0.jpg,0\na/1.jpg,0\nb/0.jpg,1\nb/1.jpg,0\n"u8.ToArray(),
            "again.csv"
        );
        using var registered = await client.PostAsync("/api/v1/label-sets", labels);
        await registered.JsonAsync(HttpStatusCode.Created);
        await client.UntilAsync(
            "/api/v1/leaderboard?dataset=pets&labelSet=again",
            board => board.GetProperty("rows").GetArrayLength() == 1
        );
    }

    static async Task<string> AttackedAsync(HttpClient client, string model)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/attacks", new { modelId = model, dataset = "pets" });
        return await EndedAsync(client, "attacks", (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!);
    }

    static async Task<string> ExplainedAsync(HttpClient client, string model)
    {
        using var response = await client.PostAsJsonAsync(
            "/api/v1/explanations",
            new
            {
                modelIds = new[] { model },
                dataset = "pets",
                image = "b/1.jpg",
            }
        );
        return await EndedAsync(
            client,
            "explanations",
            (await response.JsonAsync(HttpStatusCode.Accepted))[0].GetProperty("id").GetString()!
        );
    }

    static async Task<string> EndedAsync(HttpClient client, string kind, string id)
    {
        var ended = await client.UntilAsync(
            $"/api/v1/{kind}/{id}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
        ended.GetProperty("state").GetString().ShouldBe("completed", ended.ToString());
        return id;
    }
}
