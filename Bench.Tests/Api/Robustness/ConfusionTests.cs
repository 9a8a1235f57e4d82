using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Bench.Tests.Api.Robustness;

public sealed class ConfusionTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task An_image_of_several_labels_is_filed_under_its_class_in_the_dataset(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        var dataset = await client.ListAsync(app, "confused", "c", ["dog", "dog", "ant"]);
        using var labels = await client.PostAsync(
            "/api/v1/label-sets",
            ApiClient.Form(
                """{"dataset": "confused", "key": "multi", "format": "csv"}""",
                Encoding.UTF8.GetBytes("file_name,labels\nc00.jpg,bee;dog\nc01.jpg,bee;dog\nc02.jpg,ant\n"),
                "labels.csv"
            )
        );
        await labels.JsonAsync(HttpStatusCode.Created);

        var evaluation = await client.SubmitAsync(
            dataset,
            [MadeEvaluations.Row("2013"), MadeEvaluations.Row("2310"), MadeEvaluations.Row("0123")]
        );
        var confusions = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/confusions?labelSet=multi");

        // Both dogs are called cats; that they may also be called bees makes no bee of them.
        confusions.GetProperty("mistakes").GetInt32().ShouldBe(2);
        confusions
            .GetProperty("items")
            .EnumerateArray()
            .Select(pair =>
                (
                    pair.GetProperty("label").GetProperty("id").GetString(),
                    pair.GetProperty("predicted").GetProperty("id").GetString(),
                    pair.GetProperty("count").GetInt32()
                )
            )
            .ShouldBe([("dog", "cat", 2)]);
    }
}
