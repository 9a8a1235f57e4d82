using System.Text;
using System.Text.Json;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Scores.Derived;
using Parquet;
using Parquet.Schema;

namespace Bench.Tests.Service.Datasets;

/// <summary>Small copies of published sets with their authors' folders and file names: whole, partial and with what systems leave in
/// folders.</summary>
public sealed class FamilyLayoutTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Fact]
    public async Task ImageNet_Hard_has_any_of_several_labels_an_image_and_needs_all_of_its_pictures()
    {
        await HardAsync(
            "imagenet-hard/validation-00000-of-00002.parquet",
            [
                [7, 3],
                [5],
            ]
        );
        await HardAsync(
            "imagenet-hard/validation-00001-of-00002.parquet",
            [
                [999],
            ]
        );
        _folder.Write("imagenet-hard/.DS_Store", "x");
        var variant = DatasetVariants.Get("imagenet-hard") with { Images = 3 };

        var dataset = await ImportAsync("imagenet-hard", variant, "parquet");

        dataset.Manifest.Images.Select(image => string.Join(' ', image.Classes)).ShouldBe(["3 7", "5", "999"]);
        dataset.Manifest.Mask.ShouldBeNull();
        await RefusedAsync("imagenet-hard", variant with { Images = 10_980 }, "has 10,980 images, the folder 3", "parquet");
    }

    [Fact]
    public async Task A_folder_of_Spurious_ImageNet_names_the_class_that_its_pictures_do_not_show()
    {
        Pictures("images/spurious_class_6_stingray_component_2/a.jpg", "images/spurious_class_6_stingray_component_2/b.jpg");
        Pictures("images/spurious_class_325_component_0/c.jpg", "images/@eaDir/spurious_class_325_component_0/c.jpg");
        _folder.Write("images/timestamp.txt", "1690000000");
        var variant = DatasetVariants.Get("spurious-imagenet") with { Pictures = 3 };

        var dataset = await ImportAsync("images", variant);

        dataset.Manifest.Images.Select(image => (image.OriginalClass, image.Facets["feature"])).ShouldBe([(325, "0"), (6, "2"), (6, "2")]);
        OodClasses.SpuriousClasses(dataset.Manifest).ShouldBe([325, 6, 6]);
        await RefusedAsync("images", variant with { Pictures = 7_500 }, "has 7,500 pictures, the folder 3");
        Pictures("images/elsewhere/d.jpg");
        await RefusedAsync("images", variant, "1 folder is no class of 'imagenet-1k': elsewhere");
    }

    [Fact]
    public async Task ImageNet_P_is_films_in_folders_whose_frames_follow_their_numbers()
    {
        var variant = DatasetVariants.Get("imagenet-p");
        foreach (var perturbation in variant.Corruptions)
        foreach (var frame in (string[])["1", "2", "10"])
            Pictures($"p/{perturbation}/n01440764/ILSVRC2012_val_00000293/{frame}.png", $"p/{perturbation}/n01440764/.DS_Store");
        var dataset = await ImportAsync("p", variant);

        var films = SequenceTree.Of(dataset.Manifest).ShouldNotBeNull();
        (films.Sequences.Count, films.Pictures, dataset.Manifest.CropOnly).ShouldBe((10, 1, true));
        var film = films.Sequences.Single(each => each.Perturbation == "tilt");
        film.Frames.Select(frame => Path.GetFileName(dataset.Manifest.Images[frame].Path)).ShouldBe(["1.png", "2.png", "10.png"]);

        Directory.Delete(Path.Combine(_folder.Path, "p/snow"), recursive: true);
        await RefusedAsync("p", variant, "1 perturbation of imagenet-p is missing: snow. Import a part of it as variant 'custom'");
        Pictures("p/snow/n01440764/ILSVRC2012_val_00000001/1.png");
        await RefusedAsync("p", variant, "snow has other sequences than brightness; 2 differ");
        Pictures("q/tilt/n01440764/film/1.png", "q/tilt/n01440764/film/01.png");
        await RefusedAsync("q", variant, "the frames '01.png' and '1.png' of tilt/n01440764/film have one number");
        Pictures("r/tilt/n01440764/film/1.png", "r/tilt/n01440764/film/last.png");
        await RefusedAsync("r", variant, "the frame 'last.png' of tilt/n01440764/film has no number, and others have");
        Pictures("p/fog/n01440764/ILSVRC2012_val_00000293/1.png");
        await RefusedAsync("p", variant, "1 folder is no perturbation of imagenet-p: fog");
        Pictures("p/tilt/n01440764/loose.png");
        await RefusedAsync("p", variant, "1 frames lie in a class folder, not in the folder of a sequence: tilt/n01440764/loose.png");
        _folder.Write("p/tilt/n01440764/ILSVRC2012_val_00000293.mp4", "film");
        await RefusedAsync("p", variant, "ILSVRC2012_val_00000293.mp4. Remove them; of films, import the frames");
    }

    [Fact]
    public async Task The_folders_of_NINCO_are_its_classes_and_those_of_a_flat_list_are_none()
    {
        Pictures("NINCO_OOD_classes/amphiuma_means/1.jpeg", "NINCO_OOD_classes/amphiuma_means/2.jpeg");
        Pictures("NINCO_OOD_classes/caracal_caracal_caracal/1.jpeg", "NINCO_OOD_classes/Thumbs.db");
        var ninco = await ImportAsync("NINCO_OOD_classes", DatasetVariants.Get("ninco") with { Pictures = 3 });
        Pictures("OpenImage-O/test/0a.jpg", "OpenImage-O/test/0b.jpg");
        var openImages = await ImportAsync("OpenImage-O", DatasetVariants.Get("openimage-o") with { Pictures = 2 });

        OodClasses.Of(ninco.Manifest).ShouldBe([0, 0, 1]);
        OodClasses.SpuriousClasses(ninco.Manifest).ShouldBeNull();
        OodClasses.Of(openImages.Manifest).ShouldBe([0, 0]);
        await RefusedAsync("NINCO_OOD_classes", DatasetVariants.Get("ninco"), "ninco has 5,879 pictures, the folder 3 (-5,876)");
    }

    [Fact]
    public async Task A_list_of_names_alone_has_a_name_a_line_whatever_spaces_are_in_it()
    {
        _folder.Write("ninco.csv", "file_name\nCaracal caracal caracal/a b.jpg\n\n\"amphiuma means/1, 2.jpg\"\n");

        var variant = DatasetVariants.Get("custom") with { OutOfDistribution = true };
        var dataset = await ImportAsync("ninco.csv", variant, "csv");

        dataset.Manifest.Images.Select(image => image.Path).ShouldBe(["Caracal caracal caracal/a b.jpg", "amphiuma means/1, 2.jpg"]);
    }

    [Theory]
    [InlineData("ssb-easy", "n02087122")]
    [InlineData("ssb-hard", "n02115012")]
    [InlineData("imagenet-ood", "n03376159")]
    public async Task Classes_of_ImageNet_21k_are_out_of_distribution(string key, string id)
    {
        Pictures($"{key}/{id}/{id}_10.JPEG", $"{key}/System Volume Information/x.JPEG");

        var dataset = await ImportAsync(key, DatasetVariants.Get(key));

        dataset.Manifest.Images.ShouldHaveSingleItem().Classes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("(", "it is not a regular expression that is matched without going back")]
    [InlineData(@"(?<class>a)\k<class>", "it is not a regular expression that is matched without going back")]
    [InlineData("^class_([0-9]+)$", "it has no group 'class'")]
    public void A_pattern_of_folders_is_refused_where_it_is_declared(string pattern, string message)
    {
        var json = $$"""{ "key": "x", "title": "X", "layout": "imagefolder", "folderPattern": {{JsonSerializer.Serialize(pattern)}} }""";

        Should
            .Throw<FormatException>(() => VariantFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "x.json"))
            .Message.ShouldContain($"'folderPattern' of x: {message}");
    }

    public void Dispose() => _folder.Dispose();

    void Pictures(params string[] paths)
    {
        foreach (var path in paths)
            _folder.Write(path, "x");
    }

    /// <summary>The columns of the published files: each picture's name and bytes, its labels, and the set that it is from.</summary>
    async Task HardAsync(string name, int[][] labels)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        var (bytes, path) = (new DataField<byte[]>("bytes"), new DataField<string>("path"));
        var (label, origin) = (new ListField("label", new DataField<long>("element")), new DataField<string>("origin"));
        await using var file = File.Create(_folder[name]);
        var schema = new ParquetSchema(new StructField("image", bytes, path), label, origin);
        await using var writer = await ParquetWriter.CreateAsync(schema, file);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(bytes, labels.Select(_ => "picture"u8.ToArray()).ToArray());
        await group.WriteAsync(path, labels.Select((_, i) => $"{i}.jpg").ToArray());
        long?[] values = [.. labels.SelectMany(each => each).Select(value => (long?)value)];
        int[] repeats = [.. labels.SelectMany(each => each.Select((_, i) => i == 0 ? 0 : 1))];
        await group.WriteAsync<long>((DataField)label.Item, values, repeats);
        await group.WriteAsync(origin, labels.Select(_ => "imagenet_sketch").ToArray());
    }

    Task<ImportedDataset> ImportAsync(string path, DatasetVariant variant, string? layout = null) =>
        DatasetImporter.ImportAsync(
            _folder[path],
            variant,
            new DatasetImportOptions
            {
                Layout = layout ?? variant.Layout,
                DatasetsRoot = _folder.Path,
                Variant = variant.Key,
                OutOfDistribution = variant.OutOfDistribution,
                ContentFolder = _folder[$"content-{path}"],
            },
            null,
            TestContext.Current.CancellationToken
        );

    async Task RefusedAsync(string path, DatasetVariant variant, string message, string? layout = null) =>
        (await Should.ThrowAsync<DatasetImportException>(() => ImportAsync(path, variant, layout))).Message.ShouldContain(message);
}
