using System.Collections.Immutable;
using System.Text.Json;
using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;

namespace Bench.Tests.Service.Datasets;

public sealed class VariantTests
{
    static readonly ClassSpace ImageNet = ImageNet1kClasses.Space;

    [Theory]
    [InlineData("imagenet-a", "imagenet_a_wnids.txt", 7_500)]
    [InlineData("imagenet-r", "imagenet_r_wnids.txt", 30_000)]
    [InlineData("imagenet-o", "imagenet_o_wnids.txt", 2_000)]
    public void Subsets_know_their_own_two_hundred_classes(string key, string file, int images)
    {
        var ids = File.ReadAllText(SharedFolder.Require($"labels/masks/{file}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var found = Spread(ids, images);
        Should.NotThrow(() => VariantCheck.Verify(DatasetVariants.Get(key), found, ImageNet));

        foreach (var other in ((string[])["imagenet-a", "imagenet-r", "imagenet-o"]).Where(k => k != key))
            Refused(other, found, "dataset-classes-wrong", $"the 200 class folders are those of {key}, not of {other}");
        Refused(key, found[..^1], "dataset-count-wrong", $"{key} has {images:N0} images, the folder {images - 1:N0} (-1)");
        Refused(key, Spread(ids[1..], images), "dataset-classes-wrong", $"the 199 class folders are not those of {key}");
    }

    [Fact]
    public void The_three_lists_of_two_hundred_classes_differ() =>
        DatasetVariants.All.Select(v => v.ClassListHash).OfType<string>().Distinct().Count().ShouldBe(3);

    [Fact]
    public void A_wrong_val_is_told_what_is_missing_and_what_is_extra()
    {
        var all = Classes(1000, 50);
        Should.NotThrow(() => VariantCheck.Verify(DatasetVariants.Get("imagenet-val"), all, ImageNet));
        Refused(
            "imagenet-val",
            [.. all.Where(i => i.Classes[0] is not 0 and not 517)],
            "dataset-classes-wrong",
            "2 class folders of imagenet-val are missing: n01440764, n03126707"
        );
        Refused(
            "imagenet-val",
            all[1..],
            "dataset-count-wrong",
            "1 class of imagenet-val does not have 50 images: n01440764 (49). Import a part of it as variant 'custom'"
        );
        Should.NotThrow(() => VariantCheck.Verify(DatasetVariants.Get("custom"), all[1..], ImageNet));
    }

    [Fact]
    public void Folder_numbers_sorted_as_text_are_refused_and_missing_ones_named()
    {
        // Sorted as text, the folder '10' is the third: its images would be labelled 2, with ten images a class as there must be.
        var folders = Enumerable.Range(0, 1000).Select(n => $"{n}").ToArray();
        folders.Order(StringComparer.Ordinal).ElementAt(2).ShouldBe("10");
        Should
            .Throw<DatasetImportException>(() =>
                ClassSpace.Create("text order", folders.Order(StringComparer.Ordinal).Select(n => new ClassName(n, n)))
            )
            .Message.ShouldContain("has '109' before '11': numbers were sorted as text");
        Should.NotThrow(() => VariantCheck.Verify(DatasetVariants.Get("imagenet-v2-top-images"), Classes(1000, 10), ImageNet));
        Refused(
            "imagenet-v2-top-images",
            Classes(999, 10),
            "dataset-classes-wrong",
            "1 class folders of imagenet-v2-top-images are missing: n15075141"
        );
    }

    [Fact]
    public void ImageNet_C_must_have_every_corruption_at_every_severity_over_the_same_images()
    {
        var variant = DatasetVariants.Get("imagenet-c") with { ImagesPerClass = 2, AllClasses = false };
        var small = ClassSpace.Create("two", [new("a", "a"), new("b", "b")]);
        var whole = Corrupted(variant.Corruptions);
        Should.NotThrow(() => VariantCheck.Verify(variant, whole, small));
        Should.NotThrow(() => VariantCheck.Verify(variant, [.. whole, .. Corrupted(["spatter"])], small));
        Refused(
            variant,
            [.. whole.Where(i => i.Facets["corruption"] != "fog" || i.Facets["severity"] != "3")],
            "dataset-classes-wrong",
            "1 folder of imagenet-c is missing: fog/3"
        );
        Refused(variant, [.. whole, .. Corrupted(["rain"])], "dataset-classes-wrong", "1 folder is no corruption of imagenet-c: rain");
        Refused(
            variant,
            [.. whole.Skip(1)],
            "dataset-count-wrong",
            "1 class of imagenet-c does not have 2 images in gaussian_noise/1: a (1)"
        );
        Refused(
            variant,
            [.. whole.Skip(1), whole[0] with { Path = "gaussian_noise/1/a/other.JPEG" }],
            "dataset-count-wrong",
            "has other images than the first corruption; 2 differ"
        );
    }

    [Fact]
    public async Task ObjectNet_maps_folders_to_classes_many_to_one()
    {
        using var folder = new TempFolder();
        File.Copy(
            SharedFolder.Require("labels/objectnet/folder_to_imagenet_1k.json"),
            Path.Combine(folder.Path, "folder_to_imagenet_1k.json")
        );
        var options = new DatasetImportOptions { Layout = "imagefolder", DatasetsRoot = folder.Path };
        var map = await FolderMap.FindAsync(folder.Path, options, ImageNet, TestContext.Current.CancellationToken);
        map.Folders.Count.ShouldBe(113);
        map["alarm_clock"].ShouldBe([409, 530]);
        map["air_freshener"].ShouldBeEmpty();

        // The authors' own table of indices says the same.
        using var table = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require("labels/objectnet/imagenet_id_to_objectnet_id.json")));
        map.Classes.Select(c => (int)c).ShouldBe(table.RootElement.EnumerateObject().Select(p => int.Parse(p.Name)).Order());
    }

    [Fact]
    public async Task ObjectNet_from_its_two_official_tables_gives_the_same_map()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "mappings"));
        foreach (var file in (string[])["folder_to_objectnet_label.json", "objectnet_to_imagenet_1k.json"])
            File.Copy(SharedFolder.Require($"labels/objectnet/{file}"), Path.Combine(folder.Path, "mappings", file));
        var options = new DatasetImportOptions { Layout = "imagefolder", DatasetsRoot = folder.Path };
        var map = await FolderMap.FindAsync(folder.Path, options, ImageNet, TestContext.Current.CancellationToken);
        map.Folders.Count.ShouldBe(113);
        map["alarm_clock"].ShouldBe([409, 530]);
    }

    [Fact]
    public async Task An_ObjectNet_folder_becomes_a_masked_dataset_with_sets_as_labels()
    {
        using var folder = new TempFolder();
        folder.Write("mappings/folder_to_imagenet_1k.json", """{"alarm_clock": "analog clock; digital clock", "banana": [954]}""");
        folder.Write("images/alarm_clock/1.png", "x");
        folder.Write("images/banana/1.png", "x");
        folder.Write("images/air_freshener/1.png", "x");
        var options = new DatasetImportOptions
        {
            Layout = "imagefolder",
            Variant = "objectnet",
            DatasetsRoot = folder.Path,
        };
        var refused = await Should.ThrowAsync<DatasetImportException>(() =>
            DatasetImporter.ImportAsync(folder.Path, options, null, TestContext.Current.CancellationToken)
        );
        refused.Message.ShouldStartWith("objectnet has 18,574 images, the folder 2 (-18,572).");

        var small = DatasetVariants.Get("objectnet") with { Images = 2 };
        var dataset = await DatasetImporter.ImportAsync(folder.Path, small, options, null, TestContext.Current.CancellationToken);
        dataset.Manifest.Border.ShouldBe(2);
        dataset.Manifest.Mask.ShouldBe(new ushort[] { 409, 530, 954 });
        var labels = OriginalLabels.Make(new LabelTarget(dataset.Manifest, "hash", dataset.Classes));
        (labels.Kind, labels.Used, labels.Excluded["no-label"]).ShouldBe(("set", 2, 1));
        labels.Labels.Of(1).ToArray().ShouldBe([409, 530]);
    }

    [Fact]
    public void An_unknown_variant_is_refused_with_those_that_are_known() =>
        Should
            .Throw<DatasetImportException>(() => DatasetVariants.Get("imagenet-x"))
            .Message.ShouldStartWith("there is no variant 'imagenet-x'; known are imagenet-val, cue-conflict, edges,");

    static FoundImage[] Spread(string[] ids, int images) =>
        [
            .. Enumerable
                .Range(0, images)
                .Select(i => new FoundImage(
                    $"{ids[i % ids.Length]}/{i}.JPEG",
                    [(ushort)ImageNet.IndexOf(ids[i % ids.Length])!.Value],
                    FacetSet.None
                )),
        ];

    static FoundImage[] Classes(int classes, int each) =>
        [
            .. Enumerable
                .Range(0, classes)
                .SelectMany(c =>
                    Enumerable.Range(0, each).Select(i => new FoundImage($"{ImageNet[c].Id}/{i}.JPEG", [(ushort)c], FacetSet.None))
                ),
        ];

    static FoundImage[] Corrupted(IReadOnlyList<string> corruptions) =>
        [
            .. from corruption in corruptions
            from severity in Enumerable.Range(1, 5)
            let facets = FacetSet.Of(("corruption", corruption), ("severity", $"{severity}"))
            from name in (string[])["a/1", "a/2", "b/1", "b/2"]
            select new FoundImage($"{corruption}/{severity}/{name}.JPEG", ImmutableArray.Create((ushort)(name[0] - 'a')), facets),
        ];

    static void Refused(string key, FoundImage[] images, string code, string message) =>
        Refused(DatasetVariants.Get(key), images, code, message, ImageNet);

    static void Refused(DatasetVariant variant, FoundImage[] images, string code, string message, ClassSpace? classes = null)
    {
        var refused = Should.Throw<DatasetImportException>(() =>
            VariantCheck.Verify(variant, images, classes ?? ClassSpace.Create("two", [new("a", "a"), new("b", "b")]))
        );
        refused.Code.ShouldBe(code);
        refused.Message.ShouldContain(message);
    }
}
