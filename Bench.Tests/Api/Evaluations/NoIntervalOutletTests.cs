using System.Net.Http.Json;
using System.Text.Json;
using Bench.Tests.Api.LabelErrors;

namespace Bench.Tests.Api.Evaluations;

/// <summary>Where a number of a part, a class or a receipt has no interval, it says why there too.</summary>
public sealed class NoIntervalOutletTests(DoubtedBoard board) : IClassFixture<DoubtedBoard>
{
    [Fact]
    public async Task Classes_facets_and_receipts_say_why_a_number_has_no_interval()
    {
        var app = await board.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var alpha = (await DoubtedBoard.ModelsAsync(client))["alpha"].Evaluation;
        // Alpha errs at night alone, on images 0 to 4.
        var rows = Enumerable.Range(0, DoubtedBoard.Images).Select(i => $"{DoubtedBoard.Name(i)},{(i < 10 ? "night" : "day")}\n");
        await DoubtedBoard.ImportAsync(client, "facets", "file_name,light\n" + string.Concat(rows), "photo");
        async Task<JsonElement> GetAsync(string what) => await client.GetFromJsonAsync<JsonElement>($"/api/v1/{what}");

        var night = (await GetAsync($"evaluations/{alpha}/facets")).GetProperty("facets")[0].GetProperty("values")[1];
        Code(night, "errorRatioNoInterval").ShouldBe("none-elsewhere");
        (await client.GetStringAsync($"/api/v1/evaluations/{alpha}/facets.csv")).ShouldContain(",none-elsewhere,");
        (await client.GetStringAsync($"/evaluations/{alpha}/facets")).ShouldContain(
            "No interval of the error ratio of night: no image that it"
        );

        var line = (await GetAsync($"evaluations/{alpha}/classes?labelSet=cleanlab-set")).GetProperty("items")[0];
        Code(line.GetProperty("f1"), "noInterval").ShouldBe("several-labels");
        Code(line.GetProperty("recall"), "noInterval").ShouldBeNull();

        var row = await GetAsync($"log/rows/{alpha}?labelSet=original");
        var without = Scores(row).FindAll(score => !score.TryGetProperty("ciLow", out _));
        without.ShouldNotBeEmpty();
        without.ConvertAll(score => score.TryGetProperty("noInterval", out _)).ShouldNotContain(false);
    }

    static string? Code(JsonElement number, string property) =>
        number.GetProperty(property) is { ValueKind: JsonValueKind.Object } why ? why.GetProperty("code").GetString() : null;

    static List<JsonElement> Scores(JsonElement row) =>
        [.. JsonElement.Parse(row.GetProperty("receipt").GetProperty("body").GetString()!).GetProperty("scores").EnumerateArray()];
}
