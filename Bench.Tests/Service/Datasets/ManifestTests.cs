using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Manifests;

namespace Bench.Tests.Service.Datasets;

public sealed class ManifestTests
{
    static readonly DatasetManifest Manifest = new()
    {
        Layout = "imagenet-c",
        Variant = "custom",
        ClassSpaceKey = "three",
        ClassSpaceHash = new string('a', 64),
        ClassCount = 3,
        Mask = ImmutableArray.Create<ushort>(0, 2),
        Border = 2,
        Images =
        [
            new("fog/1/a/x.JPEG", 12, new ContentHash(SHA256.HashData("x"u8)), [0], FacetSet.Of(("severity", "1"), ("corruption", "fog"))),
            new("fog/1/c/y z.JPEG", 13, new ContentHash(SHA256.HashData("y"u8)), [0, 2], FacetSet.None),
            new("é.JPEG", 14, new ContentHash(SHA256.HashData("z"u8)), [], FacetSet.None),
        ],
    };

    [Fact]
    public async Task The_canonical_text_is_exactly_this()
    {
        var (text, hash) = await WriteAsync(Manifest);
        text.ShouldBe(
            $"""
            bench-manifest 1
            layout imagenet-c
            variant custom
            classes three 3 {new string('a', 64)}
            mask 0 2
            border 2
            images 3
            2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881{"\t"}12{"\t"}0{"\t"}corruption=fog;severity=1{"\t"}fog/1/a/x.JPEG
            a1fce4363854ff888cff4b8e7875d600c2682390412a8cf79b37d0b11148b0fa{"\t"}13{"\t"}0|2{"\t"}-{"\t"}fog/1/c/y z.JPEG
            594e519ae499312b29433b7dd8a97ff068defcba9755b6d5d00e84c524d67b06{"\t"}14{"\t"}-{"\t"}-{"\t"}é.JPEG

            """
        );
        hash.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
        hash.ShouldBe(await ManifestWriter.HashAsync(Manifest, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Groups_of_classes_stand_in_the_manifest_and_labels_mean_them()
    {
        var text = $"""
            bench-manifest 1
            layout csv
            variant custom
            classes five 5 {new string('a', 64)}
            mask all
            border 0
            groups two max 3 rest
            cat{"\t"}big cat{"\t"}0 3
            dog{"\t"}dog{"\t"}1
            none{"\t"}none of the groups{"\t"}2 4
            images 1
            -{"\t"}0{"\t"}1{"\t"}-{"\t"}a.jpg

            """;
        var read = await ReadAsync(text);
        (await WriteAsync(read)).Text.ShouldBe(text);
        (read.LabelCount, read.ScoredCount, read.Groups!.Groups.HasRest).ShouldBe((3, 2, true));
        foreach (
            var (before, after) in new[]
            {
                ("0 3", "3 0"),
                ("0 3", "0 5"),
                ("groups two max 3", "groups two max 2"),
                ("two max", "two median"),
                ("3 rest", "3 rests"),
            }
        )
            await Should.ThrowAsync<DatasetImportException>(() => ReadAsync(text.Replace(before, after, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_manifest_is_read_back_as_it_was_written()
    {
        var (text, _) = await WriteAsync(Manifest);
        var read = await ReadAsync(text);
        (await WriteAsync(read)).Text.ShouldBe(text);
        read.Images[1].Classes.ShouldBe([0, 2]);
        read.Images[0].Facets["severity"].ShouldBe("1");
        read.Images[2].OriginalClass.ShouldBeNull();
        read.HasPictures.ShouldBeTrue();
    }

    [Theory]
    [InlineData("bench-manifest 1", "bench-manifest 2", "line 1 of the manifest is not 'bench-manifest 1'")]
    [InlineData("mask 0 2", "mask 2 0", "line 5 of the manifest is not ascending")]
    [InlineData("mask 0 2", "mask 0 3", "line 5 of the manifest has '3', which is not a class")]
    [InlineData("images 3", "images 4", "line 11 of the manifest is missing")]
    [InlineData("images 3", "images 2", "line 10 of the manifest comes after the last image")]
    [InlineData("images 3", "images 999999999", "line 7 of the manifest is over 16,777,216")]
    [InlineData("fog/1/c/y z.JPEG", "../y.JPEG", "line 9 of the manifest is not 'hash, size, class, facets, path'")]
    [InlineData("fog/1/c/y z.JPEG", "fog/1/a/x.JPEG", "line 9 of the manifest is out of order or repeats a path")]
    [InlineData("0|2", "2|0", "line 9 of the manifest is not 'hash, size, class, facets, path'")]
    [InlineData("0|2", "7", "line 9 of the manifest is not 'hash, size, class, facets, path'")]
    [InlineData(
        "corruption=fog;severity=1",
        "severity=1;corruption=fog",
        "line 8 of the manifest is not 'hash, size, class, facets, path'"
    )]
    [InlineData("2d71", "2D71", "line 8 of the manifest is not 'hash, size, class, facets, path'")]
    public async Task A_damaged_manifest_is_refused_with_its_line(string from, string to, string message)
    {
        var (text, _) = await WriteAsync(Manifest);
        var refused = await Should.ThrowAsync<DatasetImportException>(() => ReadAsync(text.Replace(from, to)));
        refused.Code.ShouldBe("dataset-manifest-invalid");
        refused.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("val/n01440764/ILSVRC2012_val_00000293.JPEG", "ILSVRC2012_val_00000293")]
    [InlineData("ILSVRC2012_val_00000293_n01440764.JPEG", "ILSVRC2012_val_00000293")]
    [InlineData("ILSVRC2012_val_00000293", "ILSVRC2012_val_00000293")]
    [InlineData("0/25949dd0704552263197b05a8359771a4192ff45.jpeg", "25949dd0704552263197b05a8359771a4192ff45")]
    [InlineData("n01440764_tench.JPEG", "n01440764_tench")]
    [InlineData("dotted.name", "dotted.name")]
    [InlineData(".png", ".png")]
    public void The_key_of_an_image_is_its_bare_name(string path, string key) => ImageKey.Of(path).ToString().ShouldBe(key);

    [Theory]
    [InlineData("fog/1/n0/ILSVRC2012_val_00000293.JPEG", 293)]
    [InlineData("ILSVRC2012_val_00050000_n01440764.JPEG", 50000)]
    [InlineData("ILSVRC2012_val_00050001.JPEG", null)]
    [InlineData("ILSVRC2012_val_00000000.JPEG", null)]
    [InlineData("ILSVRC2012_val_000002931.JPEG", null)]
    [InlineData("tench.JPEG", null)]
    public void Val_images_carry_their_number(string path, int? number) => ImageKey.ValNumber(path).ShouldBe(number);

    [Fact]
    public void Images_are_found_by_path_or_by_a_name_that_only_one_has()
    {
        var index = new ImageIndex([Image("a/sketch_0.JPEG"), Image("a/x.jpg"), Image("b/sketch_0.JPEG")]);
        index.Find("a/sketch_0.JPEG").ShouldBe(0);
        index.Find("x.jpg").ShouldBe(1);
        index.Find("elsewhere/x.png").ShouldBe(1);
        index.Find("sketch_0.JPEG").ShouldBe(ImageIndex.Ambiguous);
        index.Find("y.jpg").ShouldBe(ImageIndex.Unknown);
    }

    static ManifestImage Image(string path) => new(path, 0, default, [], FacetSet.None);

    static async Task<(string Text, string Hash)> WriteAsync(DatasetManifest manifest)
    {
        using var stream = new MemoryStream();
        var hash = await ManifestWriter.WriteAsync(manifest, stream, TestContext.Current.CancellationToken);
        return (Encoding.UTF8.GetString(stream.ToArray()), hash);
    }

    static async Task<DatasetManifest> ReadAsync(string text) =>
        await ManifestReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);
}
