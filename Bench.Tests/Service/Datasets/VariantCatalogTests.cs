using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Data;
using Bench.Service.Datasets.Variants;
using Bench.Tests.Api;

namespace Bench.Tests.Service.Datasets;

public sealed class VariantCatalogTests : IDisposable
{
    const string Two = """
        {
          "layout": "imagefolder", "labelFormats": ["csv"], "citation": "Us, 2026", "source": "https://example.org", "license": "MIT",
          "variants": [
            { "key": "zoo", "title": "Zoo", "images": 2, "masked": true, "clean": "imagenet-val" },
            { "key": "zoo-drawn", "title": "Zoo, drawn", "clean": "zoo" }
          ]
        }
        """;

    readonly TempFolder _folder = new();

    [Fact]
    public void The_operators_variants_stand_behind_those_that_are_known()
    {
        _folder.Write("zoo.json", Two);
        var catalog = Read();
        catalog.All.Count.ShouldBe(DatasetVariants.All.Count + 2);
        catalog.Get("zoo-drawn").CleanVariant.ShouldBe("zoo");
        VariantCatalog.Read(new BenchOptions()).All.ShouldBe(DatasetVariants.All);
    }

    [Theory]
    [InlineData(
        """{ "key": "imagenet-a", "title": "A", "layout": "imagefolder" }""",
        "own.json: 'key': there is a variant 'imagenet-a' already"
    )]
    [InlineData(
        """{ "key": "own", "title": "A", "layout": "imagefolder", "clean": "gone" }""",
        "own.json: 'clean' of own: there is no variant 'gone'"
    )]
    [InlineData(
        """{ "key": "own", "title": "A", "layout": "imagefolder", "mask": true }""",
        "own.json: 'mask': the field is not known here"
    )]
    [InlineData(
        """{ "layout": "imagefolder", "title": "A", "variants": [{ "key": "a", "clean": "b" }, { "key": "b", "clean": "a" }] }""",
        "own.json: 'clean' of a: from 'b' it leads back to a"
    )]
    [InlineData(
        """{ "key": "own", "title": "A", "layout": "imagefolder", "clean": "own" }""",
        "own.json: 'clean' of own: from 'own' it leads back to own"
    )]
    public void A_declaration_that_cannot_stand_is_named_by_file_and_field(string json, string message)
    {
        _folder.Write("own.json", json);
        Should.Throw<FormatException>(() => Read()).Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task A_dataset_of_an_operators_variant_is_checked_and_scored_as_it_says()
    {
        _folder.Write("zoo.json", Two);
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:Variants", _folder.Path));
        using var client = app.WithKey();
        foreach (var name in (string[])["n01440764/a.JPEG", "n01443537/b.JPEG"])
        {
            var path = Path.Combine(app.DatasetsRoot, "zoo", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, "x", TestContext.Current.CancellationToken);
        }

        var ready = await RegisterAsync("zoo", "zoo");
        using var unknown = await client.PostAsJsonAsync(
            "/api/v1/datasets",
            new
            {
                key = "cage",
                variant = "cage",
                layout = "imagefolder",
                path = "zoo",
            }
        );
        Directory.Delete(Path.Combine(app.DatasetsRoot, "zoo", "n01443537"), recursive: true);
        var short_ = await RegisterAsync("zoo-again", "zoo");

        (ready.GetProperty("state").GetString(), ready.GetProperty("classCount").GetInt32()).ShouldBe(("ready", 2));
        unknown.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await unknown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("zoo, zoo-drawn");
        short_.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("has 2 images, the folder 1");

        async Task<JsonElement> RegisterAsync(string key, string variant)
        {
            using var response = await client.PostAsJsonAsync(
                "/api/v1/datasets",
                new
                {
                    key,
                    variant,
                    layout = "imagefolder",
                    path = "zoo",
                }
            );
            await response.JsonAsync(HttpStatusCode.Accepted);
            return await client.UntilAsync($"/api/v1/datasets/{key}", answer => answer.GetProperty("state").GetString() != "importing");
        }
    }

    public void Dispose() => _folder.Dispose();

    VariantCatalog Read() => VariantCatalog.Read(new BenchOptions { Variants = _folder.Path });
}
