using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Tests.Api;

namespace Bench.Tests.EndToEnd;

/// <summary>Pictures of every kind in one dataset, from its registration to the score.</summary>
public sealed class PictureKindFlowTests
{
    /// <summary>Rows of the table whose pictures are refused, by Pillow too or by Bench alone: <c>FormatReferenceTests</c> names
    /// them.</summary>
    const int Refused = 31;

    [Fact, Long]
    public async Task What_is_read_is_scored_and_what_is_not_is_counted()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:Inference:ExcludeUndecodable", "true"));
        using var client = app.WithKey();
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Imaging", "Golden", "formats"));
        foreach (var (i, file) in files.Index())
        {
            // Kinds whose endings no dataset has come under another one, as people rename them.
            var name = Path.GetFileName(file);
            var copy = Path.Combine(
                app.DatasetsRoot,
                "kinds",
                $"class {i % 2}",
                Path.GetExtension(name) is ".jpg" or ".png" or ".webp" or ".bmp" ? name : name + ".jpg"
            );
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        await TinyDataset.RegisterAsync(client, "kinds", "from-folders");
        var model = await client.UploadReadyAsync("tiny", TinyModel.Create(2, seed: 3));

        var evaluation = await EvaluatedAsync(client, model);

        evaluation.GetProperty("state").GetString().ShouldBe("completed", evaluation.ToString());
        var top1 = ApiClient.Score(evaluation, "original", "top1");
        top1.GetProperty("excluded").GetProperty("undecodable").GetInt32().ShouldBe(Refused);
        top1.GetProperty("n").GetInt32().ShouldBe(files.Length - Refused);
    }

    static async Task<JsonElement> EvaluatedAsync(HttpClient client, string model)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { "kinds" } });
        var id = (await response.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString();
        return await client.UntilAsync(
            $"/api/v1/evaluations/{id}",
            answer => answer.GetProperty("state").GetString() is "completed" or "failed"
        );
    }
}
