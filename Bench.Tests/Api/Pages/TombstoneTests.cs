using System.Net;
using System.Net.Http.Json;

namespace Bench.Tests.Api.Pages;

/// <summary>What is left of an entry that was deleted, for people.</summary>
public sealed class TombstoneTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_deleted_model_and_its_evaluation_say_who_when_why_and_what_was_measured(Database database)
    {
        var app = await apps.OnAsync(database);
        using var admin = app.WithKey();
        await TinyDataset.ImportAsync(app, admin, "stone");
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        using var created = await owner.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "short <lived>", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(2, seed: 71))
        );
        var model = (await created.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        using var started = await owner.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { "stone" } });
        var evaluation = (await started.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString();
        await owner.UntilAsync($"/api/v1/evaluations/{evaluation}", answer => answer.GetProperty("state").GetString() == "completed");
        using var reader = app.Reader();

        using var tooLong = await owner.DeleteAsync($"/api/v1/models/{model}?reason={new string('x', 501)}");
        using var deleted = await owner.DeleteAsync($"/api/v1/models/{model}?reason=wrong%20weights");
        using var page = await reader.GetAsync($"/models/{model}");
        using var run = await reader.GetAsync($"/evaluations/{evaluation}");
        using var script = await reader.GetAsync($"/api/v1/models/{model}");

        await tooLong.ShouldBeProblemAsync(422, "reason-invalid");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        foreach (var answer in new[] { page, run })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Gone);
            var text = await answer.Content.ReadAsStringAsync();
            text.ShouldContain("short &lt;lived&gt;");
            text.ShouldContain("by a submitter.");
            text.ShouldContain("wrong weights");
            text.ShouldContain($"/api/v1/log/rows/{evaluation}?labelSet=original");
        }
        (await script.ShouldBeProblemAsync(410, "model-retracted")).ToString().ShouldContain("wrong weights");
    }

    [Fact]
    public async Task What_never_was_is_not_told_as_deleted()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var reader = app.Reader();

        using var page = await reader.GetAsync($"/models/{Guid.NewGuid()}");

        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await page.Content.ReadAsStringAsync()).ShouldContain("model-not-found");
    }
}
