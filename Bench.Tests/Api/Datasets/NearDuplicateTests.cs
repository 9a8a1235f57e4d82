using System.Net.Http.Json;
using System.Text.Json;
using Bench.Tests.Api.Robustness;
using SkiaSharp;

namespace Bench.Tests.Api.Datasets;

public sealed class NearDuplicateTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Fact]
    public async Task Pictures_are_measured_at_import_and_found_again_in_another_dataset()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        Write(app, "waves", "a/wave.png", 3, SKEncodedImageFormat.Png);
        Write(app, "waves", "b/other.png", 11, SKEncodedImageFormat.Png);
        await TinyDataset.RegisterAsync(client, "waves", "from-folders");
        Write(app, "copies", "a/small.jpg", 3, SKEncodedImageFormat.Jpeg, side: 96);
        Write(app, "copies", "b/new.jpg", 6, SKEncodedImageFormat.Jpeg);
        await TinyDataset.RegisterAsync(client, "copies", "from-folders");
        await client.ListAsync(app, "paper", "picture", ["ant", "bee"]);

        var within = await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/waves/near-duplicates");
        var between = await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/waves/near-duplicates?other=copies");
        using var none = await client.GetAsync("/api/v1/datasets/waves/near-duplicates?other=paper");

        within.GetProperty("images").GetInt32().ShouldBe(0);
        between.GetProperty("images").GetInt32().ShouldBe(1);
        var pair = between.GetProperty("pairs")[0];
        (pair.GetProperty("name").GetString(), pair.GetProperty("otherName").GetString()).ShouldBe(("a/wave.png", "a/small.jpg"));
        pair.GetProperty("bits").GetInt32().ShouldBeLessThanOrEqualTo(between.GetProperty("mostBits").GetInt32());
        await none.ShouldBeProblemAsync(409, "properties-missing");
        var page = await client.GetStringAsync("/datasets/copies");
        page.ShouldContain("96: 1 &#xB7; 160: 1");
        page.ShouldContain("/slices?dataset=copies&amp;set=image-properties&amp;facet=JPEG%20quality");
        page.ShouldNotContain("perceptual hash");
    }

    static void Write(BenchApp app, string dataset, string name, int waves, SKEncodedImageFormat format, int side = 160)
    {
        using var bitmap = new SKBitmap(side, side);
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
        {
            var level = (byte)(
                128 + 55 * Math.Sin(2.0 * waves * x / side + waves) + 55 * Math.Cos(3.1 * waves * y / side + 2.0 * x / side)
            );
            bitmap.SetPixel(x, y, new(level, level, level));
        }
        using var encoded = bitmap.Encode(format, 80);
        var path = Path.Combine(app.DatasetsRoot, dataset, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, encoded.ToArray());
    }
}
