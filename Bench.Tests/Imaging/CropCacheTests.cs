using Bench.Imaging.Crops;

namespace Bench.Tests.Imaging;

public sealed class CropCacheTests
{
    [Fact]
    public async Task The_second_evaluation_decodes_nothing()
    {
        using var folder = new CropFolder(pictures: 5);
        using (var crops = await folder.OpenAsync("a", 5))
            (await FillAsync(folder.Filler(crops), 0, 5)).Made.ShouldBe(5);

        using var again = await folder.OpenAsync("a", 5);
        var second = await FillAsync(folder.Filler(again), 0, 5);

        second.Made.ShouldBe(0);
        using var reader = CropFile.OpenRead(again.Path);
        for (var i = 0; i < 5; i++)
            reader.Crop(i).ToArray().ShouldBe(folder.Expected(i));
    }

    [Fact]
    public async Task Every_part_of_the_key_makes_a_file_of_its_own()
    {
        using var folder = new CropFolder();
        var cache = folder.Cache();
        var key = CropFolder.Key("a");
        CropKey[] keys =
        [
            key,
            key with
            {
                ManifestHash = "b",
            },
            key with
            {
                Decoder = "skia 0",
            },
            key with
            {
                Geometry = key.Geometry with { Trim = 2 },
            },
        ];
        foreach (var each in keys)
            (await cache.OpenAsync(each, 3, 0, 3, CancellationToken.None)).Dispose();

        folder.CropFiles.Length.ShouldBe(4);
    }

    [Fact]
    public async Task Two_builders_share_one_file_and_each_finds_what_the_other_made()
    {
        using var folder = new CropFolder(pictures: 6);
        using var first = await folder.OpenAsync("a", 6);
        using var second = await folder.OpenAsync("a", 6);
        second.Path.ShouldBe(first.Path);

        var fillers = await Task.WhenAll(FillAsync(folder.Filler(first), 0, 6), FillAsync(folder.Filler(second), 0, 6));

        fillers.Sum(filler => filler.Made).ShouldBeInRange(6, 12);
        (await FillAsync(folder.Filler(second), 0, 6)).Made.ShouldBe(0);
        using var reader = CropFile.OpenRead(first.Path);
        for (var i = 0; i < 6; i++)
            reader.Crop(i).ToArray().ShouldBe(folder.Expected(i));
    }

    [Fact]
    public async Task A_damaged_crop_is_made_again()
    {
        using var folder = new CropFolder(pictures: 3);
        using var crops = await folder.OpenAsync("a", 3);
        await FillAsync(folder.Filler(crops), 0, 3);
        Overwrite(crops.Path, crops.Layout.CropOffset(1) + 5, [1, 2, 3]);

        (await FillAsync(folder.Filler(crops), 0, 3)).Made.ShouldBe(1);

        using var reader = CropFile.OpenRead(crops.Path);
        reader.Crop(1).ToArray().ShouldBe(folder.Expected(1));
    }

    [Fact]
    public async Task Crops_that_changed_places_with_their_checksums_are_made_again()
    {
        using var folder = new CropFolder(pictures: 3);
        using var crops = await folder.OpenAsync("a", 3);
        await FillAsync(folder.Filler(crops), 0, 3);
        var bytes = await ReadSharedAsync(crops.Path);
        var (first, second) = (Stretch(crops.Layout, bytes, 0), Stretch(crops.Layout, bytes, 2));
        Overwrite(crops.Path, crops.Layout.CropOffset(0), second.Crop);
        Overwrite(crops.Path, crops.Layout.EntryOffset(0), second.Entry);
        Overwrite(crops.Path, crops.Layout.CropOffset(2), first.Crop);
        Overwrite(crops.Path, crops.Layout.EntryOffset(2), first.Entry);

        (await FillAsync(folder.Filler(crops), 0, 3)).Made.ShouldBe(2);

        using var reader = CropFile.OpenRead(crops.Path);
        for (var i = 0; i < 3; i++)
            reader.Crop(i).ToArray().ShouldBe(folder.Expected(i));

        static (byte[] Crop, byte[] Entry) Stretch(CropLayout layout, byte[] file, int index) =>
            (
                file.AsSpan((int)layout.CropOffset(index), layout.CropBytes).ToArray(),
                file.AsSpan((int)layout.EntryOffset(index), CropLayout.EntryBytes).ToArray()
            );

        static async Task<byte[]> ReadSharedAsync(string path)
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var read = new byte[file.Length];
            await file.ReadExactlyAsync(read);
            return read;
        }
    }

    [Fact]
    public async Task A_crop_that_was_written_but_never_published_is_made_again()
    {
        using var folder = new CropFolder(pictures: 2);
        using var crops = await folder.OpenAsync("a", 2);
        await FillAsync(folder.Filler(crops), 0, 2);
        Overwrite(crops.Path, crops.Layout.EntryOffset(1), new byte[CropLayout.EntryBytes]);

        (await FillAsync(folder.Filler(crops), 0, 2)).Made.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(4090)]
    public async Task A_file_with_a_damaged_header_is_replaced(int offset)
    {
        using var folder = new CropFolder(pictures: 2);
        using (var crops = await folder.OpenAsync("a", 2))
            await FillAsync(folder.Filler(crops), 0, 2);
        Overwrite(folder.CropFiles[0], offset, [99]);
        Should.Throw<InvalidDataException>(() => CropFile.OpenRead(folder.CropFiles[0]));

        using var again = await folder.OpenAsync("a", 2);

        (await FillAsync(folder.Filler(again), 0, 2)).Made.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_that_was_cut_short_is_replaced()
    {
        using var folder = new CropFolder(pictures: 2);
        (await folder.OpenAsync("a", 2)).Dispose();
        using (var file = File.OpenHandle(folder.CropFiles[0], FileMode.Open, FileAccess.Write))
            RandomAccess.SetLength(file, 5000);

        using var again = await folder.OpenAsync("a", 2);

        (await FillAsync(folder.Filler(again), 0, 2)).Made.ShouldBe(2);
    }

    [Fact]
    public async Task The_least_recently_used_file_makes_room()
    {
        using var folder = new CropFolder();
        var two = 2 * CropFileBytes(10);
        (await folder.OpenAsync("a", 10, two)).Dispose();
        folder.Time.Advance(TimeSpan.FromHours(1));
        (await folder.OpenAsync("b", 10, two)).Dispose();
        folder.Time.Advance(TimeSpan.FromHours(1));
        (await folder.OpenAsync("a", 10, two)).Dispose();
        folder.Time.Advance(TimeSpan.FromHours(1));

        (await folder.OpenAsync("c", 10, two)).Dispose();

        folder.CropFiles.ShouldBe(
            new[] { "a", "c" }.Select(name => Path.Combine(folder.CacheDirectory, CropFolder.Key(name).FileName)).Order()
        );
    }

    [Fact]
    public async Task A_file_in_use_is_never_evicted()
    {
        using var folder = new CropFolder(pictures: 10);
        var one = CropFileBytes(10);
        using var used = await folder.OpenAsync("a", 10, one);
        (await folder.OpenAsync("b", 10, one)).Dispose();
        folder.CropFiles.Length.ShouldBe(2);
        used.Dispose();
        using (CropFile.OpenRead(used.Path))
            (await folder.OpenAsync("c", 10, one)).Dispose();
        File.Exists(used.Path).ShouldBeTrue();

        (await folder.OpenAsync("d", 10, one)).Dispose();

        File.Exists(used.Path).ShouldBeFalse();
        folder.CropFiles.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_dataset_larger_than_the_limit_gets_a_scratch_file_for_its_shard()
    {
        using var folder = new CropFolder(pictures: 6);
        using (var crops = await folder.OpenAsync("a", 6, CropFileBytes(5), first: 2, count: 3))
        {
            crops.IsKept.ShouldBeFalse();
            await FillAsync(folder.Filler(crops), 2, 3);
            using var reader = CropFile.OpenRead(crops.Path);
            (reader.First, reader.Count).ShouldBe((2, 3));
            reader.Crop(4).ToArray().ShouldBe(folder.Expected(4));
            Should.Throw<ArgumentOutOfRangeException>(() => reader.Crop(5).Length);
        }

        folder.CropFiles.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_process_left_behind_is_swept()
    {
        using var folder = new CropFolder();
        Directory.CreateDirectory(folder.CacheDirectory);
        string[] strays = [Path.Combine(folder.CacheDirectory, "scratch-1.crops"), Path.Combine(folder.CacheDirectory, "1.crops.2.new")];
        foreach (var stray in strays)
            File.WriteAllText(stray, "");

        (await folder.OpenAsync("a", 2)).Dispose();

        strays.ShouldAllBe(stray => !File.Exists(stray));
    }

    [Fact]
    public async Task A_disk_without_room_is_said_before_anything_is_made()
    {
        using var folder = new CropFolder();
        var cache = new CropCache(new() { Directory = folder.CacheDirectory, MaximumBytes = long.MaxValue }, folder.Time);
        var key = CropFolder.Key("a") with { Geometry = CropFolder.Geometry with { Width = 2048, Height = 2048 } };

        var refused = await Should.ThrowAsync<CropDiskFullException>(() =>
            cache.OpenAsync(key, int.MaxValue, 0, int.MaxValue, CancellationToken.None)
        );

        refused.Message.ShouldStartWith("The crops of this evaluation need 27021");
        folder.CropFiles.ShouldBeEmpty();
    }

    static long CropFileBytes(int images) => new CropLayout("", 0, images, CropFolder.Geometry.Width, CropFolder.Geometry.Height).FileBytes;

    static async Task<CropFiller> FillAsync(CropFiller filler, int first, int count)
    {
        await foreach (var _ in filler.FillAsync(first, count, TestContext.Current.CancellationToken)) { }
        return filler;
    }

    static void Overwrite(string path, long offset, byte[] bytes)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.Write(file, bytes, offset);
    }
}
