using System.Security.Cryptography;
using Bench.Imaging.Crops;
using Bench.Imaging.Decode;

namespace Bench.Tests.Imaging;

public sealed class CropFillerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Progress_rises_to_the_end_and_every_crop_below_it_is_there(int threads)
    {
        using var folder = new CropFolder(pictures: 20);
        using var crops = await folder.OpenAsync("a", 20);
        using var reader = CropFile.OpenRead(crops.Path);
        var reached = 5;

        await foreach (var ready in folder.Filler(crops, threads: threads).FillAsync(5, 15, CancellationToken.None))
        {
            ready.ShouldBeGreaterThan(reached);
            for (; reached < ready; reached++)
                reader.Crop(reached).ToArray().ShouldBe(folder.Expected(reached));
        }

        reached.ShouldBe(20);
    }

    [Fact]
    public async Task Crops_stay_readable_after_their_pages_were_given_back()
    {
        using var folder = new CropFolder(pictures: 20);
        using var crops = await folder.OpenAsync("a", 20);
        await foreach (var _ in folder.Filler(crops).FillAsync(0, 20, CancellationToken.None)) { }
        using var reader = CropFile.OpenRead(crops.Path);

        reader.Release(0, 20);

        for (var i = 0; i < 20; i++)
            reader.Crop(i).ToArray().ShouldBe(folder.Expected(i));
    }

    [Fact]
    public async Task An_undecodable_picture_ends_the_fill_with_its_name()
    {
        using var folder = new CropFolder(pictures: 4);
        File.WriteAllBytes(folder.PicturePath(2), EncodedPicture.Jpeg()[..^2]);
        using var crops = await folder.OpenAsync("a", 4);

        var refused = await Should.ThrowAsync<ImageDecodeException>(async () =>
        {
            await foreach (var _ in folder.Filler(crops).FillAsync(0, 4, CancellationToken.None)) { }
        });

        refused.Name.ShouldBe("2.jpeg");
    }

    [Fact]
    public async Task An_undecodable_picture_is_left_out_and_counted_where_the_options_say_so()
    {
        using var folder = new CropFolder(pictures: 4);
        File.WriteAllBytes(folder.PicturePath(2), EncodedPicture.Jpeg()[..^2]);
        using var crops = await folder.OpenAsync("a", 4);
        var filler = folder.Filler(crops, exclude: true);

        var last = 0;
        await foreach (var ready in filler.FillAsync(0, 4, CancellationToken.None))
            last = ready;

        last.ShouldBe(4);
        filler.Made.ShouldBe(3);
        filler.Excluded.ShouldBe([new(2, "2.jpeg", "the JPEG is truncated: its end marker is missing")]);
        filler.IsExcluded(1).ShouldBeFalse();
    }

    [Fact]
    public async Task A_picture_that_is_not_there_is_never_left_out_for_its_folder_may_not_be_mounted()
    {
        using var folder = new CropFolder(pictures: 4);
        File.Delete(folder.PicturePath(1));
        using var crops = await folder.OpenAsync("a", 4);
        var filler = folder.Filler(crops, exclude: true);

        var missing = await Should.ThrowAsync<ImageMissingException>(async () =>
        {
            await foreach (var _ in filler.FillAsync(0, 4, CancellationToken.None)) { }
        });

        missing.Name.ShouldBe("1.jpeg");
        filler.Excluded.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_picture_that_changed_since_import_is_refused_even_where_undecodable_ones_are_left_out()
    {
        using var folder = new CropFolder(pictures: 2);
        using var crops = await folder.OpenAsync("a", 2);
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder.PicturePath(0))));
        var filler = new CropFiller(
            crops,
            CropFolder.Geometry,
            index => folder.Locate(index) with { Sha256 = hash },
            new() { Threads = 1, ExcludeUndecodable = true }
        );

        var refused = await Should.ThrowAsync<ImageChangedException>(async () =>
        {
            await foreach (var _ in filler.FillAsync(0, 2, CancellationToken.None)) { }
        });

        refused.Name.ShouldBe("1.jpeg");
        filler.Excluded.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_ends_the_threads()
    {
        using var folder = new CropFolder(pictures: 4);
        using var crops = await folder.OpenAsync("a", 4);
        using var stop = new CancellationTokenSource();
        var filler = new CropFiller(
            crops,
            CropFolder.Geometry,
            index =>
            {
                stop.Cancel();
                return folder.Locate(index);
            },
            new() { Threads = 1 }
        );

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in filler.FillAsync(0, 4, stop.Token)) { }
        });

        filler.Made.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_to_fill_yields_nothing()
    {
        using var folder = new CropFolder();
        using var crops = await folder.OpenAsync("a", 4);

        await foreach (var ready in folder.Filler(crops).FillAsync(2, 0, CancellationToken.None))
            Assert.Fail($"nothing was asked for, yet {ready} is ready");
    }
}
