using System.Runtime.InteropServices;

namespace Bench.Imaging.Decode;

/// <summary>Decodes JPEG with the system's libturbojpeg, about 1.8 times as fast as Skia; anything else goes to Skia.
/// Allocates nothing for a JPEG.</summary>
sealed unsafe class TurboJpegDecoder : IImageDecoder
{
    readonly DecodeLimits _limits;
    readonly SkiaDecoder _others;
    readonly TurboJpegHandle _handle;

    public TurboJpegDecoder(DecodeLimits limits)
    {
        this._limits = limits;
        _others = new(limits);
        _handle = TurboJpeg.InitDecompress();
        if (_handle.IsInvalid)
            throw new InvalidOperationException("libturbojpeg gives no decompressor: the process is out of memory.");
    }

    public static string FullName { get; } = $"libturbojpeg {TurboJpeg.Version}, {SkiaDecoder.FullName}";

    public string Name => FullName;

    public void Decode(ReadOnlySpan<byte> encoded, string name, Picture picture) => Decode(encoded, name, picture, divisor: 1);

    /// <summary>The same, a JPEG reduced while it is decoded; what Skia decodes stays whole.</summary>
    /// <param name="encoded">The file's bytes.</param>
    /// <param name="name">The file's name, for the error.</param>
    /// <param name="picture">Where the pixels go.</param>
    /// <param name="divisor">1, 2, 4 or 8; sides are rounded up.</param>
    internal void Decode(ReadOnlySpan<byte> encoded, string name, Picture picture, int divisor)
    {
        if (!JpegHeader.IsJpeg(encoded))
        {
            _others.Decode(encoded, name, picture);
            return;
        }
        var header = JpegHeader.Read(encoded);
        header.Check(name, _limits);
        fixed (byte* bytes = encoded)
        {
            // libjpeg's own reading of the size is what it will write by; it also refuses the few subsamplings that
            // TurboJPEG has no name for.
            int width,
                height,
                subsampling,
                colorspace;
            if (
                TurboJpeg.DecompressHeader3(_handle, bytes, new((nuint)encoded.Length), &width, &height, &subsampling, &colorspace) != 0
                && TurboJpeg.ErrorCode(_handle) != TurboJpeg.Warning
            )
            {
                _others.Decode(encoded, name, picture);
                return;
            }
            if ((width, height) != (header.Width, header.Height))
                throw new ImageDecodeException(name, $"the JPEG has two sizes, {header.Width} x {header.Height} and {width} x {height}");
            Decompress(bytes, encoded.Length, header, name, picture, divisor);
        }
    }

    public void Dispose()
    {
        _handle.Dispose();
        _others.Dispose();
    }

    void Decompress(byte* encoded, int length, JpegHeader header, string name, Picture picture, int divisor)
    {
        picture.Reset((header.Width + divisor - 1) / divisor, (header.Height + divisor - 1) / divisor);
        var format = header.Components == 4 ? TurboJpeg.Cmyk : TurboJpeg.Rgbx;
        int status;
        fixed (byte* pixels = picture.Pixels)
            status = TurboJpeg.Decompress2(
                _handle,
                encoded,
                new((nuint)length),
                pixels,
                picture.Width,
                picture.Stride,
                picture.Height,
                format,
                TurboJpeg.LimitScans
            );
        // Like Pillow, take what libjpeg could read of a whole file with a flaw inside.
        if (status != 0 && TurboJpeg.ErrorCode(_handle) != TurboJpeg.Warning)
            throw new ImageDecodeException(name, $"libturbojpeg refuses it: {Marshal.PtrToStringUTF8((nint)TurboJpeg.ErrorText(_handle))}");
        if (format == TurboJpeg.Cmyk)
            AdobeCmyk.ToRgbx(picture.Pixels);
    }
}
