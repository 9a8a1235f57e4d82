using System.Text;
using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Scores.Derived;

namespace Bench.Tests.Service.Datasets;

public sealed class VariantFileTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Fact]
    public void Every_known_variant_says_what_it_is_where_it_is_and_what_it_is_compared_with()
    {
        foreach (var variant in DatasetVariants.All.Where(variant => variant.Key != DatasetVariants.CustomKey))
        {
            new[] { variant.Citation, variant.Source, variant.License }.ShouldAllBe(text => !string.IsNullOrEmpty(text), variant.Key);
            if (variant.CleanVariant is { } clean)
                DatasetVariants.All.ShouldContain(other => other.Key == clean, variant.Key);
        }
        DatasetVariants.All.Select(variant => variant.Key).ShouldBeUnique();
        DatasetVariants.Get("imagenet-9-mixed-rand").CleanVariant.ShouldBe("imagenet-9-mixed-same");
    }

    [Theory]
    [InlineData("""{ "key": "x", "title": "X", "layout": "imagefolder", "imgaes": 3 }""", "x.json: 'imgaes': the field is not known here")]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "imagefolder", "images": "3" }""",
        "x.json: 'images': it has to be a whole number up to"
    )]
    [InlineData("""{ "key": "x", "title": "X" }""", "x.json: 'layout' is missing")]
    [InlineData("""{ "key": "x", "title": null, "layout": "imagefolder" }""", "x.json: 'title': it is null, and has to have a value")]
    [InlineData("""{ "key": "X y", "title": "X", "layout": "imagefolder" }""", "x.json: 'key' of X y: 1 to 100 lower-case letters")]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "folders" }""",
        "x.json: 'layout' of x: 'folders' is not known; known are imagefolder"
    )]
    [InlineData("""{ "key": "x", "title": "X", "layout": "imagefolder", "images": 0 }""", "x.json: 'images' of x: it is at least 1")]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "imagefolder", "classes": "two" }""",
        "x.json: 'classes' of x: known are imagenet-1k, sixteen-classes"
    )]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "imagenet-c", "corruptions": ["fog"] }""",
        "x.json: 'levels' of x: 'fog' has no level"
    )]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "imagefolder", "groups": { "file": "g", "url": "https://x.org", "rule": "median" } }""",
        "'groups.rule' of x: rules are mean"
    )]
    [InlineData("""{ "title": "X", "layout": "imagefolder", "variants": [{ "key": "x" }, 3] }""", "x.json: 'variants[1]' is not an object")]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "imagenet-c", "corruptions": [null], "levels": ["1"] }""",
        "'corruptions' of x: an element of it is null"
    )]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "imagenet-c", "corruptions": ["fog"], "levelsOf": { "fog": null } }""",
        "'levelsOf' of x: an element of it is null"
    )]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "imagenet-c", "corruptions": ["fog"], "levels": ["1"], "levelsOf": { "mist": ["2"] } }""",
        "'levelsOf' of x: 'mist' is not a corruption of it"
    )]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "imagenet-c", "corruptions": ["fog", "fog"], "levels": ["1"] }""",
        "'corruptions' of x: 'fog' is there twice"
    )]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "imagenet-c", "corruptions": ["fog"], "levels": ["1/2"] }""",
        "'levels' of x: '1/2' is not the name of a folder"
    )]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "imagenet-c", "corruptions": ["../fog"], "levels": ["1"] }""",
        "'corruptions' of x: '../fog' is not the name of a folder"
    )]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "imagenet-c", "source": "javascript:alert(1)" }""",
        "'source' of x: an address that begins with https:// or http:// is expected"
    )]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "imagenet-c", "note": "one\ntwo" }""",
        "'note' of x: 1 to 2,000 printable characters"
    )]
    [InlineData("""{ "key": "x", "title": "X", "layout": "imagenet-c", "classListSha256": "abc" }""", "'classListSha256' of x: 64 digits")]
    [InlineData(
        """{ "key": "x", "title": "X", "layout": "imagenet-c", "groups": { "file": "../x", "url": "https://x.org", "rule": "max" } }""",
        "'groups.file' of x: the name of a file is expected"
    )]
    [InlineData("""{ "key": "x", "title": " ", "layout": "imagefolder" }""", "'title' of x: 1 to 200 printable characters")]
    [InlineData("""[]""", "x.json: is not a JSON object")]
    public void A_declaration_that_is_none_is_refused_by_file_and_field(string json, string message) =>
        Should.Throw<FormatException>(() => Read(json)).Message.ShouldContain(message);

    [Fact]
    public void Shared_fields_are_those_of_every_variant_of_the_file()
    {
        var read = Read(
            """{ "layout": "imagefolder", "masked": true, "variants": [{ "key": "a", "title": "A" }, """
                + """{ "key": "b", "title": "B", "masked": false }] }"""
        );
        read.Select(variant => (variant.Key, variant.Layout, variant.Masked))
            .ShouldBe([("a", "imagefolder", true), ("b", "imagefolder", false)]);
    }

    [Fact]
    public async Task A_small_ImageNet_C_bar_has_its_fractions_as_levels_in_order()
    {
        var variant = DatasetVariants.Get("imagenet-c-bar") with { ImagesPerClass = 1, AllClasses = false };
        foreach (var corruption in variant.Corruptions)
        foreach (var level in variant.LevelsFor(corruption))
            _folder.Write($"cbar/{corruption}/{level}/n01440764/ILSVRC2012_val_00000293.JPEG", "x");
        var dataset = await ImportAsync("cbar", variant with { ImagesPerClass = null });

        var tree = CorruptionTree.Of(dataset.Manifest).ShouldNotBeNull();
        (tree.Pictures, tree.Severity.Min(), tree.Severity.Max()).ShouldBe((1, 1, 5));
        // 10.0 is the last of its corruption, though it is before 3.0 as text.
        tree.Levels[("cocentric_sine_waves", 5)].ShouldBe("10.0");
        Directory.Move(Path.Combine(_folder.Path, "cbar/sparkles/6.0"), Path.Combine(_folder.Path, "cbar/sparkles/6"));
        await RefusedAsync("cbar", variant, "1 folder is no level of imagenet-c-bar: sparkles/6.");
    }

    [Fact]
    public async Task A_folder_whose_property_cannot_be_written_is_named()
    {
        var variant = Read(
            """{ "key": "x", "title": "X", "layout": "imagefolder", "folderPattern": "^(?<class>n[0-9]+)_(?<light>.*)$" }"""
        )[0];
        _folder.Write("lit/n01440764_dim/a.JPEG", "x");
        (await ImportAsync("lit", variant)).Manifest.Images[0].Facets["light"].ShouldBe("dim");
        _folder.Write("lit/n01440764_a=b/a.JPEG", "x");
        await RefusedAsync("lit", variant, "the folder 'n01440764_a=b' has ';' or '=' in a part");
    }

    [Fact]
    public async Task A_small_LAION_C_has_superclasses_as_labels_under_each_distortion()
    {
        foreach (var distortion in (string[])["mosaic", "luminance_checkerboard"])
        foreach (var level in (int[])[5, 1, 3])
        foreach (var name in (string[])["fish", "car_truck"])
            _folder.Write($"laion-c/{distortion}/intensity_level_{level}/{name}/a_{distortion}_{level}.JPEG", "x");
        var dataset = await ImportAsync("laion-c", DatasetVariants.Get("laion-c"));

        dataset.Manifest.Groups.ShouldNotBeNull().Classes.Key.ShouldBe(KnownGroups.LaionC);
        var tree = CorruptionTree.Of(dataset.Manifest).ShouldNotBeNull();
        (tree.Pictures, tree.Levels[("mosaic", 2)]).ShouldBe((2, "intensity_level_3"));
        dataset.Manifest.Images[0].OriginalClass.ShouldBe(dataset.Manifest.Groups.Classes.IndexOf("car_truck"));
    }

    [Fact]
    public async Task A_small_ImageNet_9_needs_its_authors_map_and_counts_an_answer_outside_the_nine_as_one_more_group()
    {
        _folder.Write("mixed_rand/00_dog/fg_1_bg_2.JPEG", "x");
        _folder.Write("mixed_rand/06_musical instrument/fg_3_bg_4.JPEG", "x");
        var variant = DatasetVariants.Get("imagenet-9-mixed-rand");
        await RefusedAsync("mixed_rand", variant, "imagenet-9-mixed-rand needs the groups of its authors: put in_to_in9.json (https://");
        _folder.Write(
            "in_to_in9.json",
            """{ "151": 0, "402": 6, "8": 1, "407": 2, "25": 3, "269": 4, "300": 5, "365": 7, "0": 8, "999": -1 }"""
        );

        var dataset = await ImportAsync("mixed_rand", variant);

        dataset.Manifest.Groups.ShouldNotBeNull();
        (dataset.Manifest.ScoredCount, dataset.Manifest.LabelCount).ShouldBe((9, 10));
        dataset.Manifest.Images.Select(image => image.OriginalClass).ShouldBe([0, 6]);
        dataset.Manifest.Groups.Groups.GroupsOf(999).ToArray().ShouldBe([(ushort)9]);
    }

    [Theory]
    [InlineData("edges", "edges")]
    [InlineData("filled-silhouettes", "silhouettes")]
    public async Task The_shared_shape_bias_sets_are_the_variants_that_they_are_called(string folder, string key)
    {
        var path = SharedFolder.Require($"images/shape-bias/{folder}");
        var options = new DatasetImportOptions
        {
            Layout = "imagefolder",
            DatasetsRoot = path,
            Variant = key,
        };
        var dataset = await DatasetImporter.ImportAsync(path, options, null, TestContext.Current.CancellationToken);
        dataset.Manifest.Groups.ShouldNotBeNull().Classes.Key.ShouldBe(KnownGroups.Sixteen);
    }

    public void Dispose() => _folder.Dispose();

    static IReadOnlyList<DatasetVariant> Read(string json) => VariantFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "x.json");

    Task<ImportedDataset> ImportAsync(string path, DatasetVariant variant) =>
        DatasetImporter.ImportAsync(
            Path.Combine(_folder.Path, path),
            variant,
            new DatasetImportOptions
            {
                Layout = variant.Layout,
                DatasetsRoot = _folder.Path,
                Variant = variant.Key,
            },
            null,
            TestContext.Current.CancellationToken
        );

    async Task RefusedAsync(string path, DatasetVariant variant, string message) =>
        (await Should.ThrowAsync<DatasetImportException>(() => ImportAsync(path, variant))).Message.ShouldContain(message);
}
