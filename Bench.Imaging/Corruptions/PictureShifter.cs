using Bench.Imaging.Contract;
using Bench.Imaging.Corruptions.Building;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;

namespace Bench.Imaging.Corruptions;

/// <summary>Makes of decoded pictures what a corrupted dataset would have on disk. One for each thread.</summary>
public sealed class PictureShifter : IDisposable
{
    const int Side = CorruptionFamily.Side;

    readonly Corruptor _corruptor = new(Side);
    readonly byte[] _rgb = new byte[Side * Side * 3];
    PictureCropper? _cropper;

    /// <summary>A picture file, shifted, as a PNG.</summary>
    /// <param name="encoded">The file's bytes.</param>
    /// <param name="name">Its name, for errors.</param>
    /// <param name="shift">What to do to it.</param>
    /// <exception cref="ImageDecodeException">It is no picture that Pillow would read.</exception>
    public static byte[] ToPng(ReadOnlySpan<byte> encoded, string name, PictureShift shift)
    {
        using var decoder = ImageDecoders.Create(DecodeLimits.Default);
        using var shifter = new PictureShifter();
        using var picture = new Picture();
        decoder.Decode(encoded, name, picture);
        shifter.Shift(picture, shift);
        return PngOf(picture);
    }

    /// <summary>Replaces the picture by its shifted crop of 224 × 224 pixels.</summary>
    internal void Shift(Picture picture, PictureShift shift)
    {
        // Preprocessing's defaults are what both families' authors did: Resize(256), bilinear, and CenterCrop(224).
        if (_cropper is null || _cropper.Geometry.Trim != shift.Border)
            _cropper = new(Geometry.Of(Preprocessing.Default, shift.Border));
        _cropper.Crop(picture, _rgb);
        _corruptor.Apply(_rgb, shift.Corruption, shift.Level, shift.Key);
        if (shift.Quality is { } quality)
            _corruptor.Compress(_rgb, quality);
        picture.Reset(Side, Side);
        JpegRound.Rgbx(_rgb, picture.Pixels);
    }

    public void Dispose() => _corruptor.Dispose();

    static unsafe byte[] PngOf(Picture picture)
    {
        var info = new SkiaSharp.SKImageInfo(picture.Width, picture.Height, SkiaSharp.SKColorType.Rgb888x, SkiaSharp.SKAlphaType.Opaque);
        fixed (byte* pixels = picture.Pixels)
        {
            using var pixmap = new SkiaSharp.SKPixmap(info, (nint)pixels, picture.Stride);
            using var data = pixmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
            return data!.ToArray();
        }
    }
}
