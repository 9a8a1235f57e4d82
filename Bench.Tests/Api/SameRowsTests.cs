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

    /// <summary>Answers of one file, confidences of another.</summary>
    [Fact]
    public async Task Confidences_of_another_entry_next_to_other_answers_are_doubted()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await client.ImportListAsync(app, "column", Enumerable.Range(0, Images).Select(i => $"{i}.jpg,{i % 4}"));
        static string Line(int i, int answer, double confidence) =>
            string.Create(CultureInfo.InvariantCulture, $"{i}.jpg,{answer % 4},{confidence:0.0000}");
        static double Sure(int i) => 0.41 + i * 37 % Images * 0.0137;
        static double Other(int i) => 0.42 + i * 23 % Images * 0.0131;
        int[] images = [.. Enumerable.Range(0, Images)];

        var first = await client.SubmitRowsAsync(
            "column",
            images.Select(i => Line(i, i % 7 == 0 ? i + 1 : i, Sure(i))),
            new { name = "a" }
        );
        var own = await client.SubmitRowsAsync("column", images.Select(i => Line(i, i % 3 == 0 ? i + 1 : i, Other(i))), new { name = "b" });
        var mixed = await client.SubmitRowsAsync(
            "column",
            images.Select(i => Line(i, i % 3 == 0 ? i + 1 : i, Sure(i))),
            new { name = "c" }
        );

        Codes(mixed).ShouldContain("answers-repeated");
        Codes(first).Concat(Codes(own)).ShouldNotContain("answers-repeated");
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
