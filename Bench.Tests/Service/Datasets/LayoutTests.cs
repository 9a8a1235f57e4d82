using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;

namespace Bench.Tests.Service.Datasets;

public sealed class LayoutTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Fact]
    public async Task Class_folders_become_labels_and_images_stand_in_ordinal_order()
    {
        Pictures("val/n01443537/b.JPEG", "val/n01440764/z.JPEG", "val/n01440764/sub/A.JPEG", "val/README.md");
        var dataset = await ImportAsync("val", "imagefolder");
        dataset
            .Manifest.Images.Select(i => (i.Path, i.OriginalClass))
            .ShouldBe([("n01440764/sub/A.JPEG", 0), ("n01440764/z.JPEG", 0), ("n01443537/b.JPEG", 1)]);
        dataset.Manifest.Images[1].Size.ShouldBe("val/n01440764/z.JPEG".Length);
        dataset.ContentRoot.ShouldBe(Path.Combine(DatasetPath.RealPath(_folder.Path), "val"));
        dataset.Manifest.Mask.ShouldBeNull();
    }

    [Fact]
    public async Task A_single_wrapping_folder_is_seen_through()
    {
        Pictures("download/imagenet-x/n01440764/a.JPEG", "download/imagenet-x/n01443537/b.JPEG");
        (await ImportAsync("download", "imagefolder"))
            .Manifest.Images.Select(i => i.Path)
            .ShouldBe(["imagenet-x/n01440764/a.JPEG", "imagenet-x/n01443537/b.JPEG"]);
    }

    [Fact]
    public async Task Without_folders_the_class_is_read_from_the_beginning_of_the_name()
    {
        Pictures("flat/n01443537_goldfish.JPEG", "flat/n01440764_tench.JPEG");
        (await ImportAsync("flat", "imagefolder")).Manifest.Images.Select(i => i.OriginalClass).ShouldBe([0, 1]);
        Pictures("flat/tench.JPEG");
        await RefusedAsync("flat", "imagefolder", "dataset-class-unknown", "tench.JPEG");
    }

    [Fact]
    public async Task The_shared_photographs_are_200_images_with_their_classes()
    {
        var photographs = SharedFolder.Require("images/real");
        var options = new DatasetImportOptions { Layout = "imagefolder", DatasetsRoot = photographs };
        var dataset = await DatasetImporter.ImportAsync(photographs, options, null, TestContext.Current.CancellationToken);
        dataset.Manifest.Count.ShouldBe(200);
        foreach (var image in dataset.Manifest.Images)
            ImageNet1kClasses.Space[image.OriginalClass!.Value].Id.ShouldBe(image.Path[..9]);
    }

    [Fact]
    public async Task Folders_name_the_classes_when_the_operator_says_so()
    {
        Pictures("pets/dog/1.jpg", "pets/cat/2.png", "pets/ant/3.webp");
        var dataset = await ImportAsync("pets", "imagefolder", o => o with { Classes = "from-folders" });
        dataset.Classes.Classes.Select(c => c.Id).ShouldBe(["ant", "cat", "dog"]);
        dataset.Manifest.ClassCount.ShouldBe(3);
        dataset.Manifest.Images.Select(i => i.OriginalClass).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task What_does_not_fit_the_layout_is_named()
    {
        Pictures("a/n01440764/a.JPEG", "a/n00000001/b.JPEG");
        await RefusedAsync("a", "imagefolder", "dataset-class-unknown", "1 folder is no class of 'imagenet-1k': n00000001.");
        Pictures("b/n01440764/a.JPEG", "b/n01443537/b.JPEG", "b/loose.JPEG");
        await RefusedAsync("b", "imagefolder", "dataset-layout-invalid", "1 picture lies next to the class folders: loose.JPEG");
        Pictures("c/n01440764/a.JPEG", "c/n01440764/notes.doc");
        await RefusedAsync("c", "imagefolder", "dataset-layout-invalid", "1 file in class folders is no picture: n01440764/notes.doc.");
        Pictures("d/n01440764/a.JPEG");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "d/n01443537"));
        await RefusedAsync("d", "imagefolder", "dataset-classes-wrong", "1 class folder has no picture: n01443537");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "e"));
        await RefusedAsync("e", "imagefolder", "dataset-missing", "there is no picture in 'e'");
        await RefusedAsync("a", "folders", "dataset-layout-unknown", "there is no layout 'folders'");
    }

    [Fact]
    public async Task Empty_files_are_unreadable_and_named()
    {
        Pictures("val/n01440764/a.JPEG");
        _folder.Write("val/n01440764/b.JPEG", []);
        await RefusedAsync("val", "imagefolder", "dataset-unreadable", "1 picture cannot be read: n01440764/b.JPEG (empty)");
    }

    [Fact]
    public async Task Links_are_followed_inside_the_dataset_only()
    {
        Pictures("val/n01440764/a.JPEG", "secret.JPEG");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "val/n01440764/b.JPEG"), "a.JPEG");
        (await ImportAsync("val", "imagefolder")).Manifest.Count.ShouldBe(2);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "val/n01440764/c.JPEG"), "../../secret.JPEG");
        await RefusedAsync("val", "imagefolder", "dataset-path-unsafe", "the link 'n01440764/c.JPEG' leads out of the dataset");
        File.Delete(Path.Combine(_folder.Path, "val/n01440764/c.JPEG"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "val/n01440764/loop"), "..");
        await RefusedAsync("val", "imagefolder", "dataset-layout-invalid", "folders are more than 8 deep");
    }

    [Fact]
    public async Task A_flat_folder_takes_its_labels_from_the_list_beside_it()
    {
        Pictures("ilsvrc/val/ILSVRC2012_val_00000001.JPEG", "ilsvrc/val/ILSVRC2012_val_00000002.JPEG");
        _folder.Write(
            "ilsvrc/val_filename_wnid_sorted.txt",
            "ILSVRC2012_val_00000001.JPEG n01751748\nILSVRC2012_val_00000002.JPEG n09193705\n"
        );
        (await ImportAsync("ilsvrc/val", "ilsvrc-flat")).Manifest.Images.Select(i => i.OriginalClass).ShouldBe([65, 970]);
        (await ImportAsync("ilsvrc", "ilsvrc-flat"))
            .Manifest.Images.Select(i => i.Path)
            .First()
            .ShouldBe("val/ILSVRC2012_val_00000001.JPEG");
        _folder.Write("ilsvrc/val/val.txt", "ILSVRC2012_val_00000002.JPEG 970\nILSVRC2012_val_00000001.JPEG 65\n");
        (await ImportAsync("ilsvrc/val", "ilsvrc-flat")).Manifest.Images.Select(i => i.OriginalClass).ShouldBe([65, 970]);
    }

    [Fact]
    public async Task A_flat_folder_and_its_list_must_agree()
    {
        Pictures("v/a.JPEG", "v/b.JPEG");
        await RefusedAsync("v", "ilsvrc-flat", "dataset-list-invalid", "there is no list of labels");
        _folder.Write("v/ILSVRC2012_validation_ground_truth.txt", "490\n361\n");
        await RefusedAsync("v", "ilsvrc-flat", "dataset-list-invalid", "the challenge's own order");
        _folder.Write("v/val.txt", "a.JPEG 1\n");
        await RefusedAsync("v", "ilsvrc-flat", "dataset-list-invalid", "1 picture is not in val.txt: b.JPEG");
        _folder.Write("v/val.txt", "a.JPEG 1\nb.JPEG 2\nc.JPEG 3\n");
        await RefusedAsync("v", "ilsvrc-flat", "dataset-list-invalid", "1 image of val.txt is not in the folder: c.JPEG");
        _folder.Write("v/val.txt", "a.JPEG 1\nb.JPEG 2\na.JPEG 3\n");
        await RefusedAsync("v", "ilsvrc-flat", "dataset-list-invalid", "1 image is listed more than once: a.JPEG");
        _folder.Write("v/val.txt", "a.JPEG 1\nb.JPEG 1000\n");
        await RefusedAsync(
            "v",
            "ilsvrc-flat",
            "dataset-class-unknown",
            "1 label is neither a class id nor an index of 'imagenet-1k': '1000' (line 2)"
        );
    }

    [Fact]
    public async Task A_Kaggle_solution_file_is_a_list_too()
    {
        Pictures("v/ILSVRC2012_val_00000001.JPEG");
        _folder.Write(
            "v/LOC_val_solution.csv",
            "ImageId,PredictionString\nILSVRC2012_val_00000001,n01751748 111 108 441 193 n01751748 1 2 3 4 \n"
        );
        (await ImportAsync("v", "ilsvrc-flat")).Manifest.Images[0].OriginalClass.ShouldBe(65);
    }

    [Fact]
    public async Task Numeric_folders_are_class_numbers_in_numeric_order()
    {
        foreach (var folder in Enumerable.Range(0, 12))
            Pictures($"v2/{folder}/image-{folder}.jpeg");
        var dataset = await ImportAsync("v2", "imagenetv2");
        dataset
            .Manifest.Images.Select(i => i.Path)
            .Take(4)
            .ShouldBe(["0/image-0.jpeg", "1/image-1.jpeg", "10/image-10.jpeg", "11/image-11.jpeg"]);
        foreach (var image in dataset.Manifest.Images)
            $"{image.OriginalClass}/image-{image.OriginalClass}.jpeg".ShouldBe(image.Path);
        Pictures("v2/1000/x.jpeg", "v2/01/y.jpeg");
        await RefusedAsync("v2", "imagenetv2", "dataset-layout-invalid", "2 folders are not class numbers from 0 to 999: 01, 1000");
    }

    [Fact]
    public async Task What_systems_leave_in_folders_is_passed_over()
    {
        Pictures("val/n01440764/a.JPEG", "val/n01440764/Thumbs.db", "val/n01440764/desktop.ini", "val/n01440764/._a.JPEG", "val/.DS_Store");
        Pictures("val/@eaDir/n01440764/a.JPEG", "val/n01440764/@eaDir/a.JPEG", "val/__MACOSX/n01440764/._a.JPEG", "val/lost+found/x.JPEG");
        (await ImportAsync("val", "imagefolder")).Manifest.Images.Select(image => image.Path).ShouldBe(["n01440764/a.JPEG"]);
        Pictures("val/n01440764/notes.txt");
        await RefusedAsync("val", "imagefolder", "dataset-layout-invalid", "1 file in class folders is no picture: n01440764/notes.txt");
    }

    [Fact]
    public async Task Corruption_and_severity_become_facets()
    {
        Pictures("c/fog/1/n01440764/x.JPEG", "c/fog/5/n01440764/x.JPEG", "c/snow/3/n01443537/y.JPEG");
        var dataset = await ImportAsync("c", "imagenet-c");
        dataset
            .Manifest.Images.Select(i => $"{i.Facets} {i.OriginalClass}")
            .ShouldBe(["corruption=fog;severity=1 0", "corruption=fog;severity=5 0", "corruption=snow;severity=3 1"]);
        Pictures("c/snow/mild/n01443537/y.JPEG");
        (await ImportAsync("c", "imagenet-c")).Manifest.Images[^1].Facets["severity"].ShouldBe("mild");
        Pictures("c/snow/a=b/n01443537/y.JPEG");
        await RefusedAsync("c", "imagenet-c", "dataset-layout-invalid", "1 name of corruptions or levels has ';' or '=' in them: snow/a=b");
    }

    [Theory]
    [InlineData("labels.csv", "file_name,label\nb.JPEG,1\na.JPEG,n01440764\n")]
    [InlineData("labels.csv", "label,file_name\n", "dataset-list-invalid")]
    [InlineData("val.txt", "b.JPEG 1\na.JPEG n01440764\n")]
    [InlineData("list.tsv", "b.JPEG\t1\na.JPEG\tn01440764\n")]
    [InlineData("list.json", """{"b.JPEG": 1, "a.JPEG": "n01440764"}""")]
    [InlineData("list.json", """{"threshold": 0.7, "image_filenames": [["b.JPEG", "n01443537"], ["a.JPEG", "n01440764"]], "seed": 1}""")]
    [InlineData("labels.csv", "./b.JPEG,1\n.\\a.JPEG,0\n")]
    [InlineData(
        "list.json",
        """[{"label": 1, "file_name": "b.JPEG", "width": 3}, {"file_name": "a.JPEG", "label": "n01440764", "box": [1]}]"""
    )]
    [InlineData("metadata.jsonl", "{\"file_name\": \"b.JPEG\", \"label\": 1}\n\n{\"file_name\": \"a.JPEG\", \"label\": 0}\r\n")]
    [InlineData("list.json", """[{"label": 1}]""", "dataset-list-invalid")]
    [InlineData("list.json", """[{"file_name": "b.JPEG", "class": 1, "wnid": 2}]""", "dataset-list-invalid")]
    [InlineData("labels.csv", "b.JPEG,1\na.JPEG,0\nb.JPEG,0\n", "dataset-list-invalid")]
    [InlineData("labels.csv", "b.JPEG,1\n../a.JPEG,0\n", "dataset-path-unsafe")]
    [InlineData("labels.csv", "b.JPEG,1\na.JPEG,tench\n", "dataset-class-unknown")]
    [InlineData("labels.csv", "b.JPEG,1\na.JPEG\n", "dataset-list-invalid")]
    [InlineData("labels.csv", "b.JPEG,1\n\"a.JPEG,0\n", "dataset-list-invalid")]
    public async Task A_list_alone_is_a_dataset_without_pictures(string file, string content, string? code = null)
    {
        _folder.Write($"list/{file}", content);
        if (code is not null)
        {
            await RefusedAsync("list", "csv", code, "");
            return;
        }
        foreach (var root in (string[])["list", $"list/{file}"])
        {
            var dataset = await ImportAsync(root, "csv");
            dataset.Manifest.Images.Select(i => (i.Path, i.OriginalClass)).ShouldBe([("a.JPEG", 0), ("b.JPEG", 1)]);
            dataset.Manifest.HasPictures.ShouldBeFalse();
            dataset.ContentRoot.ShouldBeNull();
        }
    }

    [Fact]
    public async Task An_import_that_died_goes_on_from_its_journal()
    {
        Pictures("val/n01440764/a.JPEG", "val/n01440764/b.JPEG");
        var journal = Path.Combine(_folder.Path, "journal");
        var first = await ImportAsync("val", "imagefolder", o => o with { Journal = journal });
        var lines = File.ReadAllLines(journal);
        // The journal knows another hash for a.JPEG and ends in a torn line: the first is believed, the second is not.
        var a = lines.First(l => l.EndsWith("a.JPEG", StringComparison.Ordinal));
        File.WriteAllText(
            journal,
            $"{new string('1', 64)}{a[64..]}\n{lines.First(l => l.EndsWith("b.JPEG", StringComparison.Ordinal))[..70]}"
        );

        var second = await ImportAsync("val", "imagefolder", o => o with { Journal = journal });
        second.Manifest.Images[0].Hash.ToString().ShouldBe(new string('1', 64));
        second.Manifest.Images[1].ShouldBe(first.Manifest.Images[1] with { Classes = second.Manifest.Images[1].Classes });

        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "val/n01440764/a.JPEG"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var third = await ImportAsync("val", "imagefolder", o => o with { Journal = journal });
        third.Manifest.Images[0].Hash.ShouldBe(first.Manifest.Images[0].Hash);
    }

    [Fact]
    public async Task A_cancelled_import_stops()
    {
        Pictures("val/n01440764/a.JPEG");
        var options = new DatasetImportOptions { Layout = "imagefolder", DatasetsRoot = _folder.Path };
        await Should.ThrowAsync<OperationCanceledException>(() =>
            DatasetImporter.ImportAsync(Path.Combine(_folder.Path, "val"), options, null, new CancellationToken(true))
        );
    }

    public void Dispose() => _folder.Dispose();

    void Pictures(params string[] paths)
    {
        foreach (var path in paths)
            _folder.Write(path, path);
    }

    Task<ImportedDataset> ImportAsync(string path, string layout, Func<DatasetImportOptions, DatasetImportOptions>? change = null)
    {
        var options = new DatasetImportOptions { Layout = layout, DatasetsRoot = _folder.Path };
        return DatasetImporter.ImportAsync(
            DatasetPath.Resolve(_folder.Path, path),
            change?.Invoke(options) ?? options,
            null,
            TestContext.Current.CancellationToken
        );
    }

    async Task RefusedAsync(string path, string layout, string code, string message)
    {
        var refused = await Should.ThrowAsync<DatasetImportException>(() => ImportAsync(path, layout));
        refused.Code.ShouldBe(code);
        refused.Message.ShouldContain(message);
    }
}
