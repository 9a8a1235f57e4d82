using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Data;
using Bench.Data.Attacks;
using Bench.Data.Explanations;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api.Robustness;

/// <summary>What others are compared with does not go, or change, silently.</summary>
public sealed class CleanDatasetTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_clean_dataset_is_kept_until_its_dependents_are_named_and_released(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await RegisterAsync(app, client, "origin", null);
        await RegisterAsync(app, client, "other", null);
        await RegisterAsync(app, client, "shifted", "origin");

        using var refused = await client.DeleteAsync("/api/v1/datasets/origin");
        using var itself = await client.PutAsJsonAsync("/api/v1/datasets/shifted/clean", new { dataset = "shifted" });
        using var unknown = await client.PutAsJsonAsync("/api/v1/datasets/shifted/clean", new { dataset = "nowhere" });
        using var moved = await client.PutAsJsonAsync("/api/v1/datasets/shifted/clean", new { dataset = "other" });
        using var deleted = await client.DeleteAsync("/api/v1/datasets/origin");

        (await refused.ShouldBeProblemAsync(409, "dataset-in-use")).GetProperty("detail").GetString()!.ShouldContain("'shifted'");
        await itself.ShouldBeProblemAsync(422, "dataset-invalid");
        await unknown.ShouldBeProblemAsync(404, "dataset-not-found");
        (await moved.JsonAsync(HttpStatusCode.OK)).GetProperty("clean").GetString().ShouldBe("other");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    /// <summary>Of two that are compared with each other neither is the clean one.</summary>
    [Fact]
    public async Task Two_datasets_are_not_compared_with_each_other_nor_three_in_a_circle()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await RegisterAsync(app, client, "first", null);
        await RegisterAsync(app, client, "second", "first");
        await RegisterAsync(app, client, "third", "second");

        using var back = await client.PutAsJsonAsync("/api/v1/datasets/first/clean", new { dataset = "second" });
        using var round = await client.PutAsJsonAsync("/api/v1/datasets/first/clean", new { dataset = "third" });
        using var line = await client.PutAsJsonAsync("/api/v1/datasets/third/clean", new { dataset = "first" });

        (await back.ShouldBeProblemAsync(422, "dataset-invalid"))
            .GetProperty("detail")
            .GetString()!
            .ShouldContain("'second' is compared with 'first'");
        (await round.ShouldBeProblemAsync(422, "dataset-invalid"))
            .GetProperty("detail")
            .GetString()!
            .ShouldContain("'second' is compared with 'first'");
        (await line.JsonAsync(HttpStatusCode.OK)).GetProperty("clean").GetString().ShouldBe("first");
    }

    /// <summary>No model answers blurred pictures with the same numbers, to the last bit.</summary>
    [Fact]
    public async Task The_same_rows_over_clean_and_shifted_pictures_are_doubted_and_over_a_list_that_came_twice_they_are_not()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await RegisterAsync(app, client, "sharp", null);
        await RegisterAsync(app, client, "sharp-again", null);
        await RegisterAsync(app, client, "blurred", "sharp");

        await SubmitAsync(client, "sharp", null);
        var again = await SubmitAsync(client, "sharp-again", null);
        var blurred = await SubmitAsync(client, "blurred", null);

        Codes(again).ShouldNotContain("answers-repeated");
        Codes(blurred).ShouldContain("answers-repeated");

        static IEnumerable<string?> Codes(JsonElement evaluation) =>
            evaluation.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Withdrawn_comparisons_leave_the_board_with_their_reason()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await RegisterAsync(app, client, "before", null);
        await RegisterAsync(app, client, "after", "before");
        var model = (await SubmitAsync(client, "before", null)).GetProperty("modelId").GetString();
        var evaluation = (await SubmitAsync(client, "after", model)).GetProperty("id").GetString();
        await client.UntilAsync($"/api/v1/evaluations/{evaluation}", answer => Has(answer, "clean-top1"));

        var (gone, kept) = await BlobsAsync(app, "before", "after");
        (gone.Count, kept.Count).ShouldBe((4, 1));

        using var deleted = await client.DeleteAsync("/api/v1/datasets/before?withdraw=true");

        gone.ShouldAllBe(blob => !File.Exists(blob), "what was made over the dataset goes with it");
        kept.ShouldAllBe(blob => File.Exists(blob));
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await client.UntilAsync($"/api/v1/evaluations/{evaluation}", answer => !Has(answer, "clean-top1") && Has(answer, "top1"));
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/after")).GetProperty("clean").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task An_is_a_file_that_goes_round_or_fits_nothing_is_refused_and_one_can_be_removed()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await RegisterAsync(app, client, "fitting", null);

        using var circle = await PostAsync(client, "a b\nb a\n");
        using var strange = await PostAsync(client, "root x\nroot y\n");
        using var good = await PostAsync(client, "animal ant\nanimal bee\n");
        var id = (await good.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        using var cut = await PostAsync(client, "animal ant\n");
        using var removed = await client.DeleteAsync($"/api/v1/hierarchies/{id}");
        using var again = await client.DeleteAsync($"/api/v1/hierarchies/{id}");

        (await circle.ShouldBeProblemAsync(422, "hierarchy-invalid")).GetProperty("detail").GetString()!.ShouldContain("circle");
        (await strange.ShouldBeProblemAsync(422, "hierarchy-unfit"))
            .GetProperty("detail")
            .GetString()!
            .ShouldContain("2 of 2 classes are not in the is-a file");
        (await cut.ShouldBeProblemAsync(422, "hierarchy-cut"))
            .GetProperty("detail")
            .GetString()!
            .ShouldContain("has 1 of the 2 relations of the file in use and almost no others: 1 of 2 classes of '");
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await again.ShouldBeProblemAsync(404, "hierarchy-not-found");
    }

    /// <summary>Files of the predictions over both datasets, and, over the first, of an attack and an explanation that are as if they were
    /// done.</summary>
    static async Task<(List<string> First, List<string> Second)> BlobsAsync(BenchApp app, string first, string second)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var (dataset, other) = (db.Datasets.Single(row => row.Key == first).Id, db.Datasets.Single(row => row.Key == second).Id);
        var predictions = await db.Evaluations.Where(row => row.PredictionsBlob != null).ToListAsync();
        var attack = new Attack
        {
            Id = Guid.CreateVersion7(),
            ModelId = predictions[0].ModelId,
            DatasetId = dataset,
            Spec = "{}",
            Preprocessing = "{}",
            ResultsBlob = "attacks/done.json",
        };
        var explanation = new Explanation
        {
            Id = Guid.CreateVersion7(),
            ModelId = predictions[0].ModelId,
            DatasetId = dataset,
            Spec = "{}",
            Preprocessing = "{}",
            ResultsBlob = "explanations/done.json",
        };
        var slice = new WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = WorkKind.RunAttack,
            SubjectId = attack.Id,
            State = WorkState.Done,
            Result = "attacks/slice.json",
        };
        db.AddRange(attack, explanation, slice);
        await db.SaveChangesAsync();
        string[] made = [attack.ResultsBlob, explanation.ResultsBlob, slice.Result];
        foreach (var blob in made)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FileOf(blob))!);
            await File.WriteAllTextAsync(FileOf(blob), "{}");
        }
        return (
            [.. predictions.Where(row => row.DatasetId == dataset).Select(row => row.PredictionsBlob!).Concat(made).Select(FileOf)],
            [.. predictions.Where(row => row.DatasetId == other).Select(row => FileOf(row.PredictionsBlob!))]
        );

        string FileOf(string blob) => Path.Combine(app.DataDirectory, "blobs", blob);
    }

    static bool Has(JsonElement evaluation, string metric) =>
        evaluation.GetProperty("scores").EnumerateArray().Any(score => score.GetProperty("metric").GetString() == metric);

    static Task<JsonElement> RegisterAsync(BenchApp app, HttpClient client, string key, string? clean) =>
        client.ImportListAsync(app, key, Enumerable.Range(0, 8).Select(i => $"{i}.jpg,{i % 2}"), new { classes = "two.txt", clean });

    static Task<JsonElement> SubmitAsync(HttpClient client, string dataset, string? model) =>
        client.SubmitRowsAsync(dataset, Enumerable.Range(0, 8).Select(i => $"{i}.jpg,{i % 2},0.{9 - i}"), new { modelId = model });

    static async Task<HttpResponseMessage> PostAsync(HttpClient client, string content)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(content)), "file", "is_a.txt" },
        };
        return await client.PostAsync("/api/v1/hierarchies", form);
    }
}
