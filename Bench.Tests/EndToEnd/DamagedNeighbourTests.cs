using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Tests.Api;

namespace Bench.Tests.EndToEnd;

/// <summary>One flipped bit in the stored file of an evaluation that another one is compared with: the other one is scored without it, says
/// what is left out, and the damage is named at /health.</summary>
public sealed class DamagedNeighbourTests
{
    const int Images = 40;

    [Fact]
    public async Task An_entry_of_the_same_owner_whose_confidences_cannot_be_read_is_passed_over()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        await client.ImportListAsync(app, "pets", Enumerable.Range(0, Images).Select(i => $"{i}.jpg,{i % 4}"));
        await client.SubmitRowsAsync("pets", Rows(3), new { name = "first" });
        Flip(app);

        var second = await client.SubmitRowsAsync("pets", Rows(7), new { name = "second" });

        second.GetProperty("state").GetString().ShouldBe("completed", second.ToString());
        (await HealthAsync(client)).ShouldContain("predictions/");
    }

    [Theory]
    [InlineData("clean-top1", "over 'pets'")]
    [InlineData("parent-agreement", "of its parent")]
    public async Task What_rests_on_a_damaged_file_is_left_out_with_a_reason_and_the_rest_is_scored(string metric, string which)
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        var images = Enumerable.Range(0, Images).Select(i => $"{i}.jpg,{i % 4}").ToList();
        await client.ImportListAsync(app, "pets", images);
        await client.ImportListAsync(app, "shifted", images, new { clean = "pets" });
        var model = (await client.SubmitRowsAsync("pets", Rows(3))).GetProperty("modelId").GetString();
        Flip(app);

        var scored =
            metric == "clean-top1"
                ? await client.SubmitRowsAsync("shifted", Rows(7), new { modelId = model })
                : await client.SubmitRowsAsync("pets", Rows(7), new { parentModelId = model });

        scored.GetProperty("state").GetString().ShouldBe("completed", scored.ToString());
        var known = scored.GetProperty("scores").EnumerateArray().Select(score => score.GetProperty("metric").GetString()).ToList();
        (known.Contains("top1"), known.Contains(metric)).ShouldBe((true, false));
        var scores = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{scored.GetProperty("id").GetString()}/scores");
        scores
            .GetProperty("missing")
            .EnumerateArray()
            .First(missing => missing.GetProperty("metric").GetString() == metric)
            .GetProperty("reason")
            .GetString()!
            .ShouldContain($"the stored predictions {which} are damaged");
        (await HealthAsync(client)).ShouldContain("predictions/");
    }

    /// <summary>The same confidences; another answer at every image of a multiple.</summary>
    static IEnumerable<string> Rows(int wrongAt) =>
        Enumerable
            .Range(0, Images)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{i}.jpg,{(i % wrongAt == 0 ? i + 1 : i) % 4},{0.41 + i * 37 % Images * 0.0137:0.0000}"
                )
            );

    static void Flip(BenchApp app)
    {
        var file = Directory
            .EnumerateFiles(Path.Combine(app.DataDirectory, "blobs", "predictions"), "*", SearchOption.AllDirectories)
            .ShouldHaveSingleItem();
        var bytes = File.ReadAllBytes(file);
        bytes[^30] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    static async Task<string> HealthAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/health");
        return (await response.JsonAsync(HttpStatusCode.OK)).GetProperty("checks").GetProperty("store").ToString();
    }
}
