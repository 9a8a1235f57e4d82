using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Bench.Tests.Api.LabelErrors;

/// <summary>
/// Forty val images labelled i mod 4, of which 0 to 3 are mislabelled: the next class is right. Four models of predictions alone: alpha
/// knows the truth but for image 4, beta but for 4 and 5, gamma repeats the labels, wrong ones included, and errs on 6 to 11, delta knows
/// the truth but for 12 to 21. Reviewers looked at 0 to 6: the next class on 0 to 2, neither on 3, the label on 4 and 5, both on 6. One
/// reviewed mistake: image 4 is a major one.
/// </summary>
public sealed class DoubtedBoard : IAsyncDisposable
{
    public const int Images = 40;
    public const string Dataset = "doubted";

    readonly ConcurrentDictionary<Database, Lazy<Task<BenchApp>>> _apps = new();

    public Task<BenchApp> OnAsync(Database database) => _apps.GetOrAdd(database, key => new(() => StartAsync(key))).Value;

    public static string Name(int image) => $"ILSVRC2012_val_{image + 1:D8}.JPEG";

    /// <summary>A board of its own, for a test that writes.</summary>
    public static async Task<BenchApp> StartAsync(Database database)
    {
        var app = await BenchApp.StartAsync(database);
        using var client = app.WithKey();
        await File.WriteAllTextAsync(
            Path.Combine(app.DatasetsRoot, "doubted.csv"),
            "file_name,label\n" + string.Concat(Enumerable.Range(0, Images).Select(i => $"{Name(i)},{i % 4}\n"))
        );
        using (
            var answer = await client.PostAsJsonAsync(
                "/api/v1/datasets",
                new
                {
                    key = Dataset,
                    variant = "custom",
                    layout = "csv",
                    path = "doubted.csv",
                }
            )
        )
            await answer.JsonAsync(HttpStatusCode.Accepted);
        await client.UntilAsync($"/api/v1/datasets/{Dataset}", answer => answer.GetProperty("state").GetString() == "ready");
        await ImportAsync(client, "cleanlab-mturk", Reviews());
        await ImportAsync(
            client,
            "mistakes",
            $$$"""{"{{{Name(4)}}}": {"top_prediction": 2, "failure category": "Fine-grained", "failure severity": "Major"}}"""
        );
        await SubmitAsync(client, "alpha", i => i == 4 ? i + 2 : Truth(i));
        await SubmitAsync(client, "beta", i => i is 4 or 5 ? i + 2 : Truth(i));
        await SubmitAsync(client, "gamma", i => i is >= 6 and < 12 ? i + 3 : i);
        await SubmitAsync(client, "delta", i => i is >= 12 and < 22 ? i + 3 : Truth(i));
        return app;
    }

    public static async Task ImportAsync(HttpClient client, string format, string file, string? key = null)
    {
        using var answer = await client.PostAsync(
            "/api/v1/label-sets",
            ApiClient.Form(
                JsonSerializer.Serialize(
                    new
                    {
                        dataset = Dataset,
                        format,
                        key = key ?? format,
                    }
                ),
                Encoding.UTF8.GetBytes(file),
                "labels"
            )
        );
        await answer.JsonAsync(HttpStatusCode.Created);
    }

    /// <summary>Ids of the models and of their evaluations, by name.</summary>
    public static async Task<Dictionary<string, (string Model, string Evaluation)>> ModelsAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/leaderboard?dataset={Dataset}"))
            .GetProperty("rows")
            .EnumerateArray()
            .ToDictionary(
                row => row.GetProperty("model").GetProperty("name").GetString()!,
                row => (row.GetProperty("model").GetProperty("id").GetString()!, row.GetProperty("evaluationId").GetString()!)
            );

    static int Truth(int image) => image < 4 ? image + 1 : image;

    static string Reviews() =>
        JsonSerializer.Serialize(
            Enumerable
                .Range(0, 7)
                .Select(image => new
                {
                    id = image + 1,
                    given_original_label = image % 4,
                    our_guessed_label = (image + 1) % 4,
                    mturk = image switch
                    {
                        < 3 => new
                        {
                            given = 0,
                            guessed = 5,
                            neither = 0,
                            both = 0,
                        },
                        3 => new
                        {
                            given = 1,
                            guessed = 0,
                            neither = 4,
                            both = 0,
                        },
                        6 => new
                        {
                            given = 0,
                            guessed = 1,
                            neither = 0,
                            both = 4,
                        },
                        _ => new
                        {
                            given = 4,
                            guessed = 1,
                            neither = 0,
                            both = 0,
                        },
                    },
                })
        );

    static async Task SubmitAsync(HttpClient client, string name, Func<int, int> predicted)
    {
        var answers = Enumerable.Range(0, Images).Select(i => $"{Name(i)},{predicted(i) % 4},0.9");
        var evaluation = await client.SubmitRowsAsync(Dataset, answers, new { name });
        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.Values)
            if (app.Value.IsCompletedSuccessfully)
                await (await app.Value).DisposeAsync();
    }
}
