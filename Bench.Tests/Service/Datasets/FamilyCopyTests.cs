using Bench.Service.Datasets;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Scores.Derived;

namespace Bench.Tests.Service.Datasets;

/// <summary>Small copies of more published sets with their authors' folders and file names: whole, partial and odd.</summary>
public sealed class FamilyCopyTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("inaturalist", "iNaturalist/images", "000d0a2c2d2f2f5e7c9a1b.jpg")]
    [InlineData("sun", "SUN/images", "sun_aabeufhyvxjhkzzz.jpg")]
    [InlineData("places", "Places/images", "b_ballroom_00000234.jpg")]
    public async Task The_sets_of_MOS_lie_flat_in_a_folder_of_pictures(string key, string folder, string name)
    {
        Pictures($"{folder}/{name}", $"{folder}/2_{name}", $"{folder}/.{name}", $"{folder}/Thumbs.db");
        var variant = DatasetVariants.Get(key) with { Pictures = 2 };

        var dataset = await ImportAsync(folder.Split('/')[0], variant);
        var inner = await ImportAsync(folder, variant);

        dataset.Manifest.Images.ShouldAllBe(image => image.Classes.IsEmpty);
        inner.Manifest.Count.ShouldBe(2);
        OodClasses.Of(dataset.Manifest).ShouldBe([0, 0]);
        var whole = DatasetVariants.Get(key);
        await RefusedAsync(folder, whole, $"{key} has 10,000 pictures, the folder 2 (-9,998). Import a part of it as variant 'custom'");
    }

    [Fact]
    public async Task Textures_are_those_of_the_cleaned_list_and_its_other_pictures_are_too_many()
    {
        Pictures("dtd/images/banded/banded_0002.jpg", "dtd/images/zigzagged/zigzagged_0001.jpg", "dtd/images/.directory");
        var variant = DatasetVariants.Get("textures") with { Pictures = 2 };

        var dataset = await ImportAsync("dtd/images", variant);

        OodClasses.Of(dataset.Manifest).ShouldBe([0, 1]);
        Pictures("dtd/images/honeycombed/honeycombed_0001.jpg");
        await RefusedAsync(
            "dtd/images",
            variant,
            "textures has 2 pictures, the folder 3 (+1). Take away what its authors' list does not name"
        );
        _folder.Write("dtd/images/banded/banded.mat", "x");
        await RefusedAsync("dtd/images", variant, "1 file in class folders is no picture: banded/banded.mat");
    }

    [Theory]
    [InlineData("background")]
    [InlineData("texture")]
    [InlineData("material")]
    public async Task A_folder_of_ImageNet_D_has_names_of_objects_any_of_whose_classes_is_right(string part)
    {
        Pictures($"ImageNet-D/{part}/alarm_clock/{part}_0.png", $"ImageNet-D/{part}/backpack/{part}_1.png");
        Pictures($"ImageNet-D/{part}/__MACOSX/alarm_clock/{part}_0.png");
        var variant = DatasetVariants.Get($"imagenet-d-{part}");
        await RefusedAsync(
            $"ImageNet-D/{part}",
            variant,
            $"imagenet-d-{part} needs the groups of its authors: put imgnet_d2imgnet_id.txt (https://"
        );
        _folder.Write("ImageNet-D/imgnet_d2imgnet_id.txt", """{"alarm_clock": [409, 530], "backpack": [414]}""");

        var dataset = await ImportAsync($"ImageNet-D/{part}", variant);

        var groups = dataset.Manifest.Groups.ShouldNotBeNull();
        (dataset.Manifest.ScoredCount, dataset.Manifest.LabelCount).ShouldBe((2, 3));
        dataset.Manifest.Images.Select(image => groups.Classes[image.OriginalClass!.Value].Id).ShouldBe(["alarm_clock", "backpack"]);
        ((int[])[409, 530, 414, 0]).Select(label => (int)groups.Groups.GroupsOf(label)[0]).ShouldBe([0, 0, 1, 2]);
        Pictures($"ImageNet-D/{part}/wok/{part}_2.png");
        await RefusedAsync($"ImageNet-D/{part}", variant, "1 folder is no class of 'imgnet_d2imgnet_id': wok.");
    }

    [Fact]
    public async Task One_setting_of_ImageNet_ES_is_a_folder_with_class_folders()
    {
        const string Setting = "ImageNet-ES/es-test/param_control/l1/param_1";
        Pictures($"{Setting}/n01443537/n01443537_10128.JPEG", $"{Setting}/n02124075/n02124075_1.JPEG", $"{Setting}/._n02124075");
        var variant = DatasetVariants.Get("imagenet-es");

        var dataset = await ImportAsync(Setting, variant);

        dataset.Manifest.Mask.ShouldBe([(ushort)1, (ushort)285]);
        Pictures("ImageNet-ES/es-test/param_control/l1/param_2/n01443537/n01443537_10128.JPEG");
        await RefusedAsync("ImageNet-ES/es-test/param_control/l1", variant, "2 folders are no classes of 'imagenet-1k': param_1, param_2.");
    }

    [Fact]
    public async Task The_settings_of_ImageNet_ES_are_a_tree_of_lights_and_settings()
    {
        foreach (var light in (string[])["l1", "l5"])
        foreach (var setting in Enumerable.Range(1, 5))
            Pictures($"ES/auto_exposure/{light}/param_{setting}/n01443537/ILSVRC2012_val_00000236.JPEG");
        var variant = DatasetVariants.Get("imagenet-es-auto-exposure");

        var dataset = await ImportAsync("ES/auto_exposure", variant);

        var tree = CorruptionTree.Of(dataset.Manifest).ShouldNotBeNull();
        (tree.Pictures, dataset.Manifest.CropOnly, dataset.Manifest.Count).ShouldBe((1, false, 10));
        dataset.Manifest.Copies.ShouldNotBeNull().ShouldBeSameAs(dataset.Manifest.Copies, "copies are found once for a manifest");
        tree.Corruption.Distinct().ShouldBe(["l1", "l5"]);
        dataset.Manifest.Mask.ShouldBe([(ushort)1]);
        await RefusedAsync(
            "ES/auto_exposure",
            DatasetVariants.Get("imagenet-es-param-control"),
            "44 folders of imagenet-es-param-control are missing"
        );
    }

    [Fact]
    public async Task An_edit_of_ImageNet_E_is_a_flat_folder_next_to_one_list_and_has_the_names_of_the_unedited_pictures()
    {
        Pictures("ImageNet-E/ori/ILSVRC2012_val_00000293.JPEG", "ImageNet-E/rp/ILSVRC2012_val_00000293.png", "ImageNet-E/rp/.DS_Store");
        _folder.Write("ImageNet-E/labels.txt", "ILSVRC2012_val_00000293.JPEG\t0");
        _folder.Write("ImageNet-E/eval.py", "x");

        var original = await ImportAsync("ImageNet-E/ori", DatasetVariants.Get("imagenet-e-original"));
        var edited = await ImportAsync("ImageNet-E/rp", DatasetVariants.Get("imagenet-e-position"));

        edited
            .Manifest.Images.Select(image => (image.Key, image.OriginalClass))
            .ShouldBe(original.Manifest.Images.Select(image => (image.Key, image.OriginalClass)));
        edited.Manifest.Images.ShouldHaveSingleItem().OriginalClass.ShouldBe(0);
        DatasetVariants.Get("imagenet-e-position").CleanVariant.ShouldBe("imagenet-e-original");
        Pictures("ImageNet-E/rp/ILSVRC2012_val_00002138.png");
        await RefusedAsync("ImageNet-E/rp", DatasetVariants.Get("imagenet-e-position"), "1 picture is not in labels.txt: ILSVRC2012_val_");
    }

    [Fact]
    public async Task PUG_ImageNet_is_listed_by_its_authors_table_and_labelled_by_their_names()
    {
        Pictures("PUG_ImageNet/0.png", "PUG_ImageNet/1.png", "PUG_ImageNet/.DS_Store");
        var variant = DatasetVariants.Get("pug-imagenet") with { Images = 2 };
        await RefusedAsync(
            "PUG_ImageNet",
            variant,
            "pug-imagenet needs the groups of its authors: put class_to_imagenet_idx.json (https://"
        );
        _folder.Write("PUG_ImageNet/class_to_imagenet_idx.json", """{ "Goldfish": [1], "Wolf": [269, 270, 271, 272] }""");
        await RefusedAsync("PUG_ImageNet", variant, "there is no list of labels; one of ");
        Table("0.png,Desert,Wolf_Grey,Wolf,0", "1.png,Desert,Fish_1,Goldfish,90");

        var dataset = await ImportAsync("PUG_ImageNet", variant);

        var names = dataset.Manifest.Groups.ShouldNotBeNull().Classes;
        dataset.Manifest.Images.Select(image => names[image.OriginalClass!.Value].Id).ShouldBe(["Wolf", "Goldfish"]);
        Table("0.png,Desert,Wolf_Grey,Wolf,0");
        await RefusedAsync("PUG_ImageNet", variant, "1 picture is not in labels_pug_imagenet.csv: 1.png");
    }

    public void Dispose() => _folder.Dispose();

    void Table(params string[] rows) =>
        _folder.Write(
            "PUG_ImageNet/labels_pug_imagenet.csv",
            string.Join('\n', ["filename,world_name,character_name,character_label,character_rotation_yaw", .. rows])
        );

    void Pictures(params string[] paths)
    {
        foreach (var path in paths)
            _folder.Write(path, "x");
    }

    Task<ImportedDataset> ImportAsync(string path, DatasetVariant variant) =>
        DatasetImporter.ImportAsync(
            _folder[path],
            variant,
            new DatasetImportOptions
            {
                Layout = variant.Layout,
                DatasetsRoot = _folder.Path,
                Variant = variant.Key,
                OutOfDistribution = variant.OutOfDistribution,
                ContentFolder = _folder[$"content-{path.Replace('/', '-')}"],
            },
            null,
            TestContext.Current.CancellationToken
        );

    async Task RefusedAsync(string path, DatasetVariant variant, string message) =>
        (await Should.ThrowAsync<DatasetImportException>(() => ImportAsync(path, variant))).Message.ShouldContain(message);
}
