using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bench.Data;
using Bench.Data.Attacks;
using Bench.Data.Damages;
using Bench.Data.Evaluations;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api.Readers;

/// <summary>A board with something to hide: two datasets and two models, of each one private, evaluated over each other.</summary>
sealed class HiddenBoard : IAsyncDisposable
{
    public const string OpenDataset = "open-set";
    public const string SecretDataset = "hushhush";
    public const string OpenModel = "plainnet";
    public const string SecretModel = "SecretNet";

    const string Predictions = """
        file_name,predicted_class,predicted_probability
        a/0.jpg,a,0.9
        a/1.jpg,b,0.8
        b/0.jpg,b,0.7
        b/1.jpg,b,0.6
        """;

    public required BenchApp App { get; init; }

    public required string OwnerKey { get; init; }

    /// <summary>Of a submitter who has nothing to do with it.</summary>
    public required string StrangerKey { get; init; }

    public required Guid OwnerId { get; init; }
    public required Guid StrangerId { get; init; }
    public string OpenModelId { get; private set; } = "";
    public string SecretModelId { get; private set; } = "";

    /// <summary>The open model over the open dataset.</summary>
    public string OpenEvaluation { get; private set; } = "";

    /// <summary>The secret model over the open dataset, the open model over the secret one, and the secret one over the secret
    /// one.</summary>
    public List<string> SecretEvaluations { get; } = [];

    public string SecretAttack { get; } = $"{Guid.CreateVersion7()}";

    public List<string> SecretLabelSets { get; } = [];

    /// <summary>What no stranger may read anywhere.</summary>
    public IEnumerable<string> Secrets =>
        [SecretDataset, SecretModel, SecretModelId, SecretAttack, .. SecretEvaluations, .. SecretLabelSets];

    public static async Task<HiddenBoard> StartAsync(Database database)
    {
        var app = await BenchApp.StartAsync(database);
        var (ownerId, owner) = await KeyAsync(app, "ada");
        var (strangerId, stranger) = await KeyAsync(app, "mallory");
        var board = new HiddenBoard
        {
            App = app,
            OwnerKey = owner,
            StrangerKey = stranger,
            OwnerId = ownerId,
            StrangerId = strangerId,
        };
        try
        {
            await board.FillAsync();
            return board;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Changes who may see the secret dataset.</summary>
    public async Task ShareDatasetAsync(object sharing)
    {
        using var client = App.WithKey();
        using var answer = await client.PatchAsJsonAsync($"/api/v1/datasets/{SecretDataset}", new { sharing });
        await answer.JsonAsync(HttpStatusCode.OK);
    }

    /// <summary>Changes who may see the secret model, as its owner.</summary>
    public async Task ShareModelAsync(object sharing)
    {
        using var client = App.WithKey(OwnerKey);
        using var answer = await client.PatchAsJsonAsync($"/api/v1/models/{SecretModelId}", new { sharing });
        await answer.JsonAsync(HttpStatusCode.OK);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    async Task FillAsync()
    {
        using var client = App.WithKey();
        using var owner = App.WithKey(OwnerKey);
        await TinyDataset.ImportAsync(App, client, OpenDataset);
        await TinyDataset.ImportAsync(App, client, SecretDataset);
        (OpenModelId, OpenEvaluation) = await SubmitAsync(owner, OpenModel, OpenDataset, null, "public");
        SecretEvaluations.Add((await SubmitAsync(owner, OpenModel, SecretDataset, OpenModelId, "public")).Evaluation);
        (SecretModelId, var first) = await SubmitAsync(owner, SecretModel, OpenDataset, null, "private");
        SecretEvaluations.Add(first);
        SecretEvaluations.Add((await SubmitAsync(owner, SecretModel, SecretDataset, SecretModelId, "private")).Evaluation);
        foreach (var evaluation in SecretEvaluations.Append(OpenEvaluation))
            await owner.UntilAsync($"/api/v1/evaluations/{evaluation}", answer => answer.GetProperty("state").GetString() == "completed");

        await PostAsync(owner, "/api/v1/views", new { name = "a view", address = $"/?dataset={SecretDataset}" });
        await PostAsync(
            owner,
            "/api/v1/suites",
            new
            {
                key = "a-suite",
                title = "A suite",
                members = new[] { new { dataset = SecretDataset, metrics = new[] { "top1" } } },
                headline = new { title = "Top-1", metric = "top1" },
            }
        );
        using (var said = await client.PutAsJsonAsync($"/api/v1/datasets/{SecretDataset}/verdicts/2", new { verdict = "given" }))
            said.IsSuccessStatusCode.ShouldBeTrue(await said.Content.ReadAsStringAsync());
        await PostAsync(client, "/api/v1/log/releases", new { name = "frozen" });
        using (var renamed = await owner.PatchAsJsonAsync($"/api/v1/models/{SecretModelId}", new { description = $"{SecretModel} is new" }))
            await renamed.JsonAsync(HttpStatusCode.OK);
        await AttackAndDamageAsync();
        await ShareDatasetAsync(new { visibility = "private" });
        var sets = await client.GetFromJsonAsync<JsonElement>($"/api/v1/label-sets?dataset={SecretDataset}");
        SecretLabelSets.AddRange(sets.GetProperty("items").EnumerateArray().Select(set => set.GetProperty("id").GetString()!));
    }

    async Task AttackAndDamageAsync()
    {
        await using var scope = App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        db.Attacks.Add(
            new Attack
            {
                Id = Guid.Parse(SecretAttack),
                ModelId = Guid.Parse(SecretModelId),
                DatasetId = db.Datasets.Single(dataset => dataset.Key == OpenDataset).Id,
                Spec = "{}",
                Preprocessing = "{}",
                State = EvaluationState.Failed,
                CreatedAt = DateTime.UnixEpoch,
            }
        );
        db.Damages.AddRange(
            Damaged($"{OpenDataset}/a/0.jpg"),
            Damaged($"{SecretDataset}/a/0.jpg"),
            Damaged($"scores/{SecretEvaluations[0]}/original")
        );
        await db.SaveChangesAsync();
    }

    static Damage Damaged(string subject) =>
        new()
        {
            Subject = subject,
            Code = DamageException.PictureCode,
            FoundAt = DateTime.UnixEpoch,
        };

    static async Task<(string Model, string Evaluation)> SubmitAsync(
        HttpClient client,
        string name,
        string dataset,
        string? model,
        string visibility
    )
    {
        var manifest = JsonSerializer.Serialize(
            new
            {
                name,
                dataset,
                format = "csv",
                modelId = model,
                sharing = new { visibility },
            }
        );
        using var answer = await client.PostAsync(
            "/api/v1/evaluations/predictions",
            ApiClient.Form(manifest, Encoding.UTF8.GetBytes(Predictions), "p.csv")
        );
        var evaluation = await answer.JsonAsync(HttpStatusCode.Accepted);
        return (evaluation.GetProperty("modelId").GetString()!, evaluation.GetProperty("id").GetString()!);
    }

    static async Task PostAsync(HttpClient client, string address, object body)
    {
        using var answer = await client.PostAsJsonAsync(address, body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    static async Task<(Guid Id, string Text)> KeyAsync(BenchApp app, string name)
    {
        using var client = app.WithKey();
        using var answer = await client.PostAsJsonAsync("/api/v1/keys", new { name, role = "submitter" });
        var key = await answer.JsonAsync(HttpStatusCode.Created);
        return (key.GetProperty("id").GetGuid(), key.GetProperty("key").GetString()!);
    }
}
