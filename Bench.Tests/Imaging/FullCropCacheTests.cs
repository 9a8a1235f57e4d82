using Bench.Data;
using Bench.Imaging.Crops;

namespace Bench.Tests.Imaging;

/// <summary>A worker's cache of crops on a disk that is full or read-only.</summary>
public sealed class FullCropCacheTests : IDisposable
{
    readonly SmallDisk _disk = new(1 << 20);
    readonly CropFolder _pictures = new(pictures: 3);

    [Fact]
    public async Task A_disk_that_is_full_before_the_first_crop_is_said_and_holds_nothing_half_written()
    {
        _disk.Mount();
        Directory.CreateDirectory(Folder);
        _disk.Fill();

        var fault = await Should.ThrowAsync<IOException>(OpenAsync);

        StorageFault.Is(fault).ShouldBeTrue();
        Directory.GetFiles(Folder).Where(file => Path.GetFileName(file) != "lock").ShouldBeEmpty();
        _disk.Empty();
        await FilledAsync();
    }

    [Fact]
    public async Task A_disk_that_becomes_full_between_two_crops_keeps_the_first_whole_and_the_rest_to_be_made()
    {
        _disk.Mount();
        using (var crops = await OpenAsync())
        {
            (await FillAsync(crops, 1)).ShouldBe(1);
            // The pages that hold the table and the first crop are there already.
            _disk.Fill();
            var large = new byte[crops.Layout.CropBytes];
            var fault = Should.Throw<CropDiskFullException>(() =>
            {
                for (var index = 1; index < Images; index++)
                    crops.Publish(index, large);
            });
            StorageFault.Is(fault).ShouldBeTrue();
        }

        _disk.Empty();
        using var again = await OpenAsync();
        again.IsReady(0, new byte[again.Layout.CropBytes]).ShouldBeTrue();
        again.IsReady(Images - 1, new byte[again.Layout.CropBytes]).ShouldBeFalse("it was never written");
    }

    [Fact]
    public async Task A_read_only_disk_is_said_and_not_waited_for()
    {
        _disk.Mount();
        (await OpenAsync()).Dispose();
        _disk.MakeReadOnly();

        var fault = await Should.ThrowAsync<IOException>(OpenAsync);

        StorageFault.Is(fault).ShouldBeTrue();
    }

    const int Images = 900;

    string Folder => _disk["crops"];

    Task<CropWriter> OpenAsync() =>
        new CropCache(new() { Directory = Folder, MaximumBytes = 1 << 30 }, TimeProvider.System).OpenAsync(
            CropFolder.Key("a"),
            Images,
            0,
            3,
            TestContext.Current.CancellationToken
        );

    async Task<int> FillAsync(CropWriter crops, int count)
    {
        var filler = _pictures.Filler(crops);
        await foreach (var _ in filler.FillAsync(0, count, TestContext.Current.CancellationToken)) { }
        return filler.Made;
    }

    async Task FilledAsync()
    {
        using var crops = await OpenAsync();
        (await FillAsync(crops, 3)).ShouldBe(3);
        using var reader = CropFile.OpenRead(crops.Path);
        for (var i = 0; i < 3; i++)
            reader.Crop(i).ToArray().ShouldBe(_pictures.Expected(i));
    }

    public void Dispose()
    {
        _pictures.Dispose();
        _disk.Dispose();
    }
}
