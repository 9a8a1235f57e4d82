using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;
using Bench.Imaging.Tensors;

namespace Bench.Tests.Imaging;

public sealed class AllocationTests
{
    [Fact]
    public async Task From_file_to_tensor_an_image_allocates_less_than_256_bytes_once_the_buffers_have_grown()
    {
        using var folder = new CropFolder(pictures: 20);
        using var crops = await folder.OpenAsync("a", 20);
        using var worker = new CropWorker(crops, CropFolder.Geometry, DecodeLimits.Default);
        var fill = new TensorFill(new() { Width = 16, Height = 16 }, TensorLayout.Nchw);
        var tensor = new float[CropFolder.Geometry.CropBytes];
        var files = Enumerable.Range(0, 20).Select(folder.Locate).ToArray();
        void Make()
        {
            for (var i = 0; i < files.Length; i++)
            {
                worker.Make(i, files[i]);
                fill.Fill(worker.Crop, tensor);
            }
        }
        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Make();
            return (GC.GetAllocatedBytesForCurrentThread() - before) / files.Length;
        }
        Make();

        // A collection in between may take buffers out of the pool, which are then made again: the least of some rounds is the code's own.
        Enumerable.Range(0, 3).Min(_ => Allocated()).ShouldBeLessThan(256);
    }

    [Fact]
    public void A_giant_picture_takes_no_managed_memory_and_is_given_back()
    {
        const int Width = 6000,
            Height = 4000;
        var (png, crop) = (EncodedPicture.PlainPng(Width, Height), new byte[CropFolder.Geometry.CropBytes]);
        using var decoder = ImageDecoders.Create(DecodeLimits.Default);
        using var picture = new Picture();
        var cropper = new PictureCropper(CropFolder.Geometry);
        var before = GC.GetAllocatedBytesForCurrentThread();

        decoder.Decode(png, "giant", picture);
        cropper.Crop(picture, crop);
        picture.LetGo();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Width * Height, "a quarter of the pixels");
        picture.Width.ShouldBe(0, "what was large was given back");
        crop.ShouldAllBe(level => level == EncodedPicture.PlainLevel);
    }

    [Fact]
    public async Task From_a_warm_cache_to_a_tensor_nothing_is_allocated()
    {
        using var folder = new CropFolder(pictures: 20);
        using var crops = await folder.OpenAsync("a", 20);
        await foreach (var _ in folder.Filler(crops).FillAsync(0, 20, CancellationToken.None)) { }
        using var reader = CropFile.OpenRead(crops.Path);
        var fill = new TensorFill(new() { Width = 16, Height = 16 }, TensorLayout.Nhwc);
        var tensor = new Half[CropFolder.Geometry.CropBytes];
        fill.Fill(reader.Crop(0), tensor);
        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++)
                fill.Fill(reader.Crop(i), tensor);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // A loop that is compiled once more while it runs may make the runtime grow a table of its own: the least of some rounds is the
        // code's own.
        Enumerable.Range(0, 3).Min(_ => Allocated()).ShouldBe(0);
    }
}
