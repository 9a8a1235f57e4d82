using System.Globalization;
using System.Text.Json;

namespace Bench.Tests.Api;

/// <summary>What is hard for one model is hard for another; rows of other images of the same class know nothing of that.</summary>
public sealed class ForeignMistakeTests(BenchApps apps) : IClassFixture<BenchApps>
{
    const int Images = 800;
    const int Classes = 4;

    [Fact]
    public async Task Rows_of_other_images_of_the_same_class_are_doubted_once_two_other_models_are_there()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        await client.ImportListAsync(app, "folders", Enumerable.Range(0, Images).Select(image => $"{image:D4}.jpg,{Class(image)}"));

        var first = await client.SubmitRowsAsync("folders", Rows(1, image => image), new { name = "first" });
        var alone = await client.SubmitRowsAsync("folders", Rows(2, Turned), new { name = "turned, of two" });
        var second = await client.SubmitRowsAsync("folders", Rows(3, image => image), new { name = "second" });
        var turned = await client.SubmitRowsAsync("folders", Rows(4, Turned), new { name = "turned" });
        var third = await client.SubmitRowsAsync("folders", Rows(5, image => image), new { name = "third" });

        Doubts(turned).ShouldHaveSingleItem().ShouldBe("row-order-doubtful");
        Doubts(first).Concat(Doubts(second)).Concat(Doubts(third)).ShouldBeEmpty();
        // Of two files either may be the wrong one.
        Doubts(alone).ShouldBeEmpty();
    }

    static int Class(int image) => image * Classes / Images;

    /// <summary>The next image of the same class.</summary>
    static int Turned(int image) => Class(image + 1) == Class(image) && image + 1 < Images ? image + 1 : image - Images / Classes + 1;

    /// <summary>Some images are hard for every model, and each has its own luck besides. Seven of ten are right.</summary>
    static IEnumerable<string> Rows(int seed, Func<int, int> imageOf)
    {
        var (ease, luck) = (new Random(1000), new Random(seed));
        double[] known = [.. Enumerable.Range(0, Images).Select(_ => ease.NextDouble() + 0.4 * luck.NextDouble())];
        double[] sure = [.. known.Select(each => 0.35 + 0.2 * each + 0.3 * luck.NextDouble())];
        int[] wrong = [.. Enumerable.Range(0, Images).Select(_ => luck.Next(1, Classes))];
        return Enumerable
            .Range(0, Images)
            .Select(image =>
            {
                var of = imageOf(image);
                var answer = (Class(of) + (known[of] > 0.42 ? 0 : wrong[of])) % Classes;
                return string.Create(CultureInfo.InvariantCulture, $"{image:D4}.jpg,{answer},{sure[of]:0.0000}");
            });
    }

    static IEnumerable<string?> Doubts(JsonElement evaluation) =>
        evaluation
            .GetProperty("checks")
            .EnumerateArray()
            .Where(check => check.GetProperty("severity").GetString() == "warning")
            .Select(check => check.GetProperty("code").GetString());
}
