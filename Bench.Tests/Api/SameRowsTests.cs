using System.Globalization;
using System.Text.Json;

namespace Bench.Tests.Api;

/// <summary>One file that was submitted for two models.</summary>
public sealed class SameRowsTests(BenchApps apps) : IClassFixture<BenchApps>
{
    const int Images = 40;

    /// <summary>Answers alone may be the same, and numbers with them are not; a model may be submitted again.</summary>
    [Fact]
    public async Task Numbers_that_another_model_has_to_the_last_bit_are_doubted()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await client.ImportListAsync(app, "twice", Enumerable.Range(0, Images).Select(i => $"{i}.jpg,{i % 4}"));

        var first = await client.SubmitRowsAsync("twice", Rows(0.4), new { name = "first" });
        var other = await client.SubmitRowsAsync("twice", Rows(0.41), new { name = "other" });
        var same = await client.SubmitRowsAsync("twice", Rows(0.4), new { name = "same" });
        var plain = await client.SubmitRowsAsync("twice", ListDatasets.Answers(i => $"{i}.jpg", Images), new { name = "plain" });
        var plainer = await client.SubmitRowsAsync("twice", ListDatasets.Answers(i => $"{i}.jpg", Images), new { name = "plainer" });

        Codes(same).ShouldContain("answers-repeated");
        foreach (var honest in new[] { first, other, plain, plainer })
            Codes(honest).ShouldNotContain("answers-repeated");
    }

    static IEnumerable<string> Rows(double least) =>
        Enumerable
            .Range(0, Images)
            .Select(i =>
                string.Create(CultureInfo.InvariantCulture, $"{i}.jpg,{(i + (i % 7 == 0 ? 1 : 0)) % 4},{least + i * 0.0123:0.0000}")
            );

    static IEnumerable<string?> Codes(JsonElement evaluation) =>
        evaluation.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("code").GetString());
}
