using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Tests.Api;

/// <summary>Parts and fields that would be ignored, or that contradict another one.</summary>
public sealed partial class SubmissionTests
{
    [Fact]
    public async Task What_would_be_ignored_is_refused_by_its_name()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await ImportListAsync(app, client, "conflicts");
        var rows = ListDatasets.AnswerFile(Rows(wrong: 0));
        using var ordered = ApiClient.Form("""{"name": "m", "dataset": "conflicts", "format": "csv"}""", rows, "p.csv");
        ordered.Add(new ByteArrayContent("image000.jpg\n"u8.ToArray()), "order", "order.txt");
        using var scaled = ApiClient.Form(
            """{"name": "m", "dataset": "conflicts", "format": "topk-npy", "outputKind": "logits"}""",
            rows,
            "p.npy"
        );
        using var columned = ApiClient.Form(
            """{"dataset": "conflicts", "format": "json", "columns": {"labels": "l"}}""",
            "{}"u8.ToArray(),
            "l.json"
        );

        using var order = await client.PostAsync("/api/v1/evaluations/predictions", ordered);
        using var scale = await client.PostAsync("/api/v1/evaluations/predictions", scaled);
        using var columns = await client.PostAsync("/api/v1/label-sets", columned);

        (await order.ShouldBeProblemAsync(422, "form-invalid")).GetProperty("detail").GetString()!.ShouldContain("'order'");
        (await scale.ShouldBeProblemAsync(422, "manifest-invalid")).ToString().ShouldContain("have no scale");
        (await columns.ShouldBeProblemAsync(422, "manifest-invalid")).ToString().ShouldContain("has no columns");
    }

    [Theory]
    [InlineData("original")]
    [InlineData("held-out")]
    [InlineData("real:fixed,more")]
    [InlineData("mine&metric=ece")]
    [InlineData(" ")]
    [InlineData("")]
    public async Task A_label_set_is_not_called_what_the_service_makes_or_what_no_address_can_name(string key)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await ImportListAsync(app, client, "conflicts");

        using var labels = await client.PostAsync(
            "/api/v1/label-sets",
            ApiClient.Form($$"""{"dataset": "conflicts", "key": "{{key}}", "format": "csv"}""", Labels(corrected: 5), "l.csv")
        );

        (await labels.ShouldBeProblemAsync(422, "manifest-invalid")).GetProperty("errors").TryGetProperty("key", out _).ShouldBeTrue();
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/label-sets?dataset=conflicts"))
            .GetProperty("items")
            .EnumerateArray()
            .ShouldHaveSingleItem()
            .GetProperty("version")
            .GetInt32()
            .ShouldBe(1);
    }

    [Theory]
    [InlineData("models")]
    [InlineData("evaluations/predictions")]
    public async Task A_name_that_breaks_its_line_or_cannot_be_seen_is_refused(string address)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        foreach (var name in new[] { "two\nlines", "\u200B\u200D", "a\u202Etac", "a\u2028b", new string('é', 201) })
        {
            var manifest = JsonSerializer.Serialize(
                address == "models"
                    ? (object)new { name }
                    : new
                    {
                        name,
                        dataset = "conflicts",
                        format = "csv",
                    }
            );

            using var answer = await client.PostAsync($"/api/v1/{address}", ApiClient.Form(manifest, "x"u8.ToArray(), "f"));

            (await answer.ShouldBeProblemAsync(422, "manifest-invalid")).GetProperty("errors").TryGetProperty("name", out _).ShouldBeTrue();
        }
    }
}
