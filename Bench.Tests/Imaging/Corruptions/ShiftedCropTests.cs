using Bench.Imaging.Contract;
using Bench.Imaging.Corruptions;
using Bench.Imaging.Crops;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;
using SkiaSharp;

namespace Bench.Tests.Imaging.Corruptions;

public sealed class ShiftedCropTests : IDisposable
{
    static readonly Corruption Fog = CorruptionFamily.ImageNetC.Corruption("fog")!;

    readonly TempFolder _folder = new();

    [Theory]
    [InlineData(null)]
    [InlineData(85)]
    public void A_crop_is_the_centre_of_224_corrupted_and_then_compressed(int? quality)
    {
        var jpeg = EncodedPicture.Jpeg(300, 280);
        File.WriteAllBytes(Path.Combine(_folder.Path, "a.jpg"), jpeg);
        var geometry = Geometry.Of(Preprocessing.Default, precropped: true);
        using var crops = CropWriter.Create(Path.Combine(_folder.Path, "a.crops"), new CropLayout("key", 0, 1, 224, 224));
        using var worker = new CropWorker(crops, geometry, DecodeLimits.Default);

        worker.Make(0, new ImageFile("a.jpg", Path.Combine(_folder.Path, "a.jpg"), Shift: new(Fog, 2, 9, quality)));

        var expected = new byte[224 * 224 * 3];
        using var decoder = ImageDecoders.Create(DecodeLimits.Default);
        var picture = new Picture();
        decoder.Decode(jpeg, "a.jpg", picture);
        new PictureCropper(Geometry.Of(new() { Resize = 256 })).Crop(picture, expected);
        using var corruptor = new Corruptor(224);
        corruptor.Apply(expected, Fog, 2, 9);
        if (quality is { } some)
            corruptor.Compress(expected, some);
        worker.Crop.SequenceEqual(expected).ShouldBeTrue();
        using var shown = SKBitmap.Decode(PictureShifter.ToPng(jpeg, "a.jpg", new(Fog, 2, 9, quality)));
        shown
            .GetPixel(17, 100)
            .ShouldBe(new SKColor(expected[(100 * 224 + 17) * 3], expected[(100 * 224 + 17) * 3 + 1], expected[(100 * 224 + 17) * 3 + 2]));
    }

    public void Dispose() => _folder.Dispose();
}
