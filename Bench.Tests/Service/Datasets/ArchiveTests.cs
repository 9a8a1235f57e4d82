using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Bench.Data;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Layouts;

namespace Bench.Tests.Service.Datasets;

public sealed partial class ArchiveTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly SmallDisk _content = new(1 << 20);

    [Theory]
    [InlineData("data.tar")]
    [InlineData("data.tar.gz")]
    public async Task A_tar_of_class_folders_is_unpacked_and_read(string name)
    {
        Tar(
            name,
            ("./imagenet-x/n01440764/a.JPEG", "a"),
            ("./imagenet-x/n01443537/b.JPEG", "bb"),
            ("./imagenet-x/README.txt", "hello"),
            ("./imagenet-x/._b.JPEG", "fork")
        );
        var dataset = await ImportAsync(name, "tar");
        dataset
            .Manifest.Images.Select(i => (i.Path, i.OriginalClass, i.Size))
            .ShouldBe([("imagenet-x/n01440764/a.JPEG", 0, 1L), ("imagenet-x/n01443537/b.JPEG", 1, 2L)]);
        File.ReadAllText(Path.Combine(dataset.ContentRoot!, "imagenet-x/n01443537/b.JPEG")).ShouldBe("bb");
        dataset.Manifest.Layout.ShouldBe("tar");
    }

    [Fact]
    public async Task A_tar_of_flat_val_images_takes_its_labels_from_the_list_inside()
    {
        Tar("val.tar", ("ILSVRC2012_val_00000001.JPEG", "a"), ("val.txt", "ILSVRC2012_val_00000001.JPEG 65\n"));
        (await ImportAsync("val.tar", "tar")).Manifest.Images[0].OriginalClass.ShouldBe(65);
    }

    [Fact]
    public async Task An_import_that_died_while_unpacking_goes_on()
    {
        Tar("data.tar", ("n01440764/a.JPEG", "aaa"), ("n01440764/b.JPEG", "bbb"));
        _folder.Write("content/n01440764/a.JPEG", "AAA");
        _folder.Write("content/n01440764/b.JPEG.partial", "b");
        var dataset = await ImportAsync("data.tar", "tar");
        // The whole file is believed, the half one is not.
        File.ReadAllText(Path.Combine(dataset.ContentRoot!, "n01440764/a.JPEG")).ShouldBe("AAA");
        File.ReadAllText(Path.Combine(dataset.ContentRoot!, "n01440764/b.JPEG")).ShouldBe("bbb");
        Directory.EnumerateFiles(dataset.ContentRoot!, "*.partial", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_packers_are_named()
    {
        var packed = new byte[2000];
        new Random(5).NextBytes(packed);
        _folder.Write("data.tar.xz", [0xFD, .. "7zXZ\0"u8, .. packed]);
        await RefusedAsync("data.tar.xz", "tar", "dataset-unreadable", "data.tar.xz is an xz archive, not a tar archive, plain or packed");
        _folder.Write("parts/part-1.tar.bz2", [.. "BZh9"u8, .. packed]);
        await RefusedAsync(
            "parts",
            "tar",
            "dataset-missing",
            "there is no file .tar or .tar.gz or .tgz in 'parts'; there are part-1.tar.bz2"
        );
    }

    [Theory]
    [InlineData("../evil.JPEG")]
    [InlineData("/etc/evil.JPEG")]
    [InlineData("n01440764/../../evil.JPEG")]
    public async Task Members_that_lead_out_are_refused(string member)
    {
        Tar("data.tar", (member, "x"));
        await RefusedAsync("data.tar", "tar", "dataset-path-unsafe", "is not a path inside it");
        File.Exists(Path.Combine(_folder.Path, "evil.JPEG")).ShouldBeFalse();
    }

    [Fact]
    public async Task Links_archives_in_archives_and_damage_are_refused()
    {
        using (var tar = new TarWriter(File.Create(Path.Combine(_folder.Path, "link.tar"))))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "n01440764/a.JPEG") { LinkName = "/etc/passwd" });
        await RefusedAsync("link.tar", "tar", "dataset-path-unsafe", "'n01440764/a.JPEG' of link.tar is a SymbolicLink");
        Tar("nested.tar", ("n01440764.tar", "x"));
        await RefusedAsync("nested.tar", "tar", "dataset-layout-invalid", "1 member of nested.tar is no picture: n01440764.tar.");
        Tar("whole.tar", ("n01440764/a.JPEG", new string('a', 5000)));
        _folder.Write("cut.tar", File.ReadAllBytes(Path.Combine(_folder.Path, "whole.tar"))[..3000]);
        (await Should.ThrowAsync<DatasetImportException>(() => ImportAsync("cut.tar", "tar"))).Code.ShouldBe("dataset-unreadable");
        var noise = new Random(3);
        Tar("whole.tar.gz", ("n01440764/a.JPEG", string.Concat(Enumerable.Range(0, 20_000).Select(_ => (char)noise.Next(32, 127)))));
        var bytes = File.ReadAllBytes(Path.Combine(_folder.Path, "whole.tar.gz"));
        _folder.Write("cut.tar.gz", bytes[..(bytes.Length / 2)]);
        (await Should.ThrowAsync<DatasetImportException>(() => ImportAsync("cut.tar.gz", "tar"))).Code.ShouldBe("dataset-unreadable");
        bytes.AsSpan(bytes.Length / 2, 500).Fill(0xFF);
        _folder.Write("bad.tar.gz", bytes);
        (await Should.ThrowAsync<DatasetImportException>(() => ImportAsync("bad.tar.gz", "tar"))).Code.ShouldBe("dataset-unreadable");
        // A tar ends with zeros; gzip's trailer has the checksum.
        bytes = File.ReadAllBytes(Path.Combine(_folder.Path, "whole.tar.gz"));
        bytes.AsSpan(bytes.Length - 8, 4).Clear();
        _folder.Write("sum.tar.gz", bytes);
        await RefusedAsync("sum.tar.gz", "tar", "dataset-unreadable", "sum.tar.gz is damaged: its contents do not match its checksum");
        Tar("twice.tar", ("n01440764/a.JPEG", "a"), ("n01440764/a.JPEG", "b"));
        await RefusedAsync("twice.tar", "tar", "dataset-layout-invalid", "the archive has 'n01440764/a.JPEG' twice");
    }

    [Fact]
    public async Task A_member_that_no_file_system_takes_is_named_and_is_no_fault_of_the_machine()
    {
        Tar("long.tar", ($"n01440764/{new string('a', 300)}.JPEG", "a"));
        await RefusedAsync("long.tar", "tar", "dataset-layout-invalid", "longer than that of a file may be");
        Tar("file.tar", ("n01440764.JPEG", "a"), ("n01440764.JPEG/a.JPEG", "b"));
        await RefusedAsync("file.tar", "tar", "dataset-layout-invalid", "'n01440764.JPEG/a.JPEG' cannot be a file here");
    }

    [Fact]
    public async Task What_may_not_be_unpacked_here_or_does_not_fit_is_not_blamed_on_the_archive()
    {
        _content.Mount();
        Tar("data.tar", ("n01440764/a.JPEG", new string('a', 3000)));
        await ParquetAsync("data.parquet", [("a.jpg", new string('a', 3000), 0)]);

        _content.Fill();
        foreach (var (path, layout) in new[] { ("data.tar", "tar"), ("data.parquet", "parquet") })
            StorageFault
                .IsRefused(await Should.ThrowAsync<IOException>(() => ImportAsync(path, layout, folder: _content.Path)))
                .ShouldBeFalse();
        _content.MakeReadOnly();
        foreach (var (path, layout) in new[] { ("data.tar", "tar"), ("data.parquet", "parquet") })
            await Should.ThrowAsync<UnpackRefusedException>(() => ImportAsync(path, layout, folder: _content.Path));
    }

    [Fact]
    public async Task Limits_hold_while_unpacking()
    {
        Tar("data.tar.gz", ("n01440764/a.JPEG", new string('a', 100_000)), ("n01440764/b.JPEG", "b"));
        await RefusedAsync(
            "data.tar.gz",
            "tar",
            "dataset-too-large",
            "'n01440764/a.JPEG' has 100,000 bytes; an image may have 1,000",
            new UnpackLimits { ImageBytes = 1000 }
        );
        await RefusedAsync(
            "data.tar.gz",
            "tar",
            "dataset-too-large",
            "unfolds to more than 50,000 bytes",
            new UnpackLimits { TotalBytes = 50_000 }
        );
        await RefusedAsync("data.tar.gz", "tar", "dataset-too-large", "more than 1 images", new UnpackLimits { Images = 1 });
    }

    [Fact]
    public async Task WebDataset_samples_join_picture_and_label()
    {
        Tar(
            "shards/train-000.tar",
            ("s1.jpg", "one"),
            ("s1.cls", "1\n"),
            ("s1.json", "{}"),
            ("deep/s2.cls", "n01440764"),
            ("deep/s2.png", "two"),
            ("deep/._s2.png", "fork"),
            ("deep/._s2.cls", "fork")
        );
        Tar("shards/train-001.tar", ("s1.jpg", "three"), ("s1.cls", "2"));
        var dataset = await ImportAsync("shards", "webdataset");
        dataset
            .Manifest.Images.Select(i => (i.Path, i.OriginalClass))
            .ShouldBe([("train-000/deep/s2.png", 0), ("train-000/s1.jpg", 1), ("train-001/s1.jpg", 2)]);
        Tar("lost.tar", ("s1.jpg", "one"), ("s2.jpg", "two"), ("s2.cls", "2"));
        await RefusedAsync("lost.tar", "webdataset", "dataset-list-invalid", "1 samples have no .cls: lost/s1");
        Tar("none.tar", ("s1.cls", "2"));
        await RefusedAsync("none.tar", "webdataset", "dataset-list-invalid", "1 samples have no picture: none/s1");
    }

    [Theory]
    [InlineData("a.image", "picture", "a.cls", "1", "dataset-layout-invalid", "there are a.image (shard.tar)")]
    [InlineData("a.jpg", "picture", "a.cls", "\u0001\u0000", "dataset-list-invalid", "the label 'a.cls' of shard.tar is no text")]
    [InlineData("a.jpg", "picture", "a.cls", " ", "dataset-list-invalid", "the label 'a.cls' of shard.tar is no text")]
    public async Task A_shard_is_refused_by_its_own_members(
        string first,
        string content,
        string second,
        string label,
        string code,
        string words
    )
    {
        Tar("shard.tar", (first, content), (second, label));

        await RefusedAsync("shard.tar", "webdataset", code, words);
    }

    public void Dispose()
    {
        _content.Dispose();
        _folder.Dispose();
    }

    void Tar(string name, params (string Name, string Content)[] members)
    {
        var path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using Stream file = File.Create(path);
        using var bytes = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var tar = new TarWriter(bytes);
        foreach (var (member, content) in members)
            tar.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, member) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) }
            );
    }

    Task<ImportedDataset> ImportAsync(string path, string layout, UnpackLimits? limits = null, string? folder = null) =>
        DatasetImporter.ImportAsync(
            Path.Combine(_folder.Path, path),
            new DatasetImportOptions
            {
                Layout = layout,
                DatasetsRoot = _folder.Path,
                ContentFolder = folder ?? Path.Combine(_folder.Path, "content"),
                Limits = limits ?? new UnpackLimits(),
            },
            null,
            TestContext.Current.CancellationToken
        );

    async Task RefusedAsync(string path, string layout, string code, string message, UnpackLimits? limits = null)
    {
        var refused = await Should.ThrowAsync<DatasetImportException>(() => ImportAsync(path, layout, limits));
        refused.Code.ShouldBe(code);
        refused.Message.ShouldContain(message);
        var content = Path.Combine(_folder.Path, "content");
        if (Directory.Exists(content))
            Directory.Delete(content, recursive: true);
    }
}
