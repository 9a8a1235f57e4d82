using System.Security.Cryptography;
using System.Text;
using Bench.Data.Datasets;
using Bench.Imaging.Corruptions;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Generated;
using Bench.Service.Datasets.Manifests;

namespace Bench.Tests.Service.Datasets;

public sealed class GeneratedManifestTests
{
    static readonly DatasetManifest Source = new()
    {
        Layout = "imagefolder",
        Variant = "custom",
        ClassSpaceKey = "three",
        ClassSpaceHash = new string('a', 64),
        ClassCount = 3,
        Mask = [0, 2],
        Border = 2,
        Images =
        [
            new("a/x.JPEG", 12, new ContentHash(SHA256.HashData("x"u8)), [0], FacetSet.None),
            new("c/y.JPEG", 13, new ContentHash(SHA256.HashData("y"u8)), [2], FacetSet.None),
        ],
    };

    static readonly GenerationRecipe Recipe = new("source", "imagenet-c-bar", ["sparkles", "plasma_noise"], [1, 5], -7, 85);

    [Fact]
    public async Task Each_picture_stands_once_for_each_level_under_its_own_hash()
    {
        var manifest = Made(Recipe);

        manifest
            .Images.Select(image => image.Path)
            .ShouldBe([
                "plasma_noise/10.0/a/x.JPEG",
                "plasma_noise/10.0/c/y.JPEG",
                "plasma_noise/4.75/a/x.JPEG",
                "plasma_noise/4.75/c/y.JPEG",
                "sparkles/1.0/a/x.JPEG",
                "sparkles/1.0/c/y.JPEG",
                "sparkles/6.0/a/x.JPEG",
                "sparkles/6.0/c/y.JPEG",
            ]);
        manifest.Images[6].Hash.ShouldBe(Source.Images[0].Hash);
        manifest.FileOf(6).ShouldBe("a/x.JPEG");
        manifest
            .ShiftOf(6)
            .ShouldBe(new(CorruptionFamily.ImageNetCBar.Corruption("sparkles")!, 4, Corruptor.KeyOf(-7, "sparkles", "6.0", "x"), 85, 2));
        var (text, read) = await RoundAsync(manifest);
        text.ShouldContain("\nborder 2\nresize none\ngenerated imagenet-c-bar version 2 seed -7 jpeg 85\nimages 8\n");
        read.Generation.ShouldBe(manifest.Generation);
        (await ManifestWriter.HashAsync(Made(Recipe with { JpegQuality = null }), TestContext.Current.CancellationToken)).ShouldNotBe(
            await ManifestWriter.HashAsync(manifest, TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [InlineData("generated imagenet-c-bar version 2 seed -7 jpeg 85 ")]
    [InlineData("generated imagenet-c-bar version 2 seed -07 jpeg 85")]
    [InlineData("generated imagenet-c-bar version 2 seed -7 jpeg nothing")]
    public async Task A_line_that_is_not_canonical_is_refused(string line)
    {
        var (text, _) = await RoundAsync(Made(Recipe));
        var damaged = text.Replace("generated imagenet-c-bar version 2 seed -7 jpeg 85", line, StringComparison.Ordinal);

        await Should.ThrowAsync<DatasetImportException>(() => ReadAsync(damaged));
    }

    [Fact]
    public void Pictures_of_another_version_are_not_made()
    {
        var manifest = Made(Recipe);
        var old = manifest.Generation! with { Version = 0 };

        Should
            .Throw<InvalidOperationException>(() => old.ShiftOf(manifest.Images[0], 0))
            .Message.ShouldContain("generate the dataset again");
    }

    static DatasetManifest Made(GenerationRecipe recipe) => GeneratedManifest.Of(Source, "imagenet-c-bar-generated", recipe);

    static async Task<(string Text, DatasetManifest Read)> RoundAsync(DatasetManifest manifest)
    {
        using var stream = new MemoryStream();
        await ManifestWriter.WriteAsync(manifest, stream, TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(stream.ToArray());
        return (text, await ReadAsync(text));
    }

    static Task<DatasetManifest> ReadAsync(string text) =>
        ManifestReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);
}
