using System.Security.Cryptography;
using Bench.Imaging.Corruptions;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;

namespace Bench.Imaging.Crops;

/// <summary>One thread's means to make crops: a decoder and the buffers between file and crop, all kept from picture to
/// picture.</summary>
sealed class CropWorker(CropWriter crops, Geometry geometry, DecodeLimits limits) : IDisposable
{
    readonly IImageDecoder _decoder = ImageDecoders.Create(limits);
    readonly PictureCropper _cropper = new(geometry);
    readonly Picture _picture = new();
    readonly byte[] _crop = GC.AllocateUninitializedArray<byte>(geometry.CropBytes);
    readonly FileBytes _files = new();
    PictureShifter? _shifter;

    /// <summary>The crop that was made, or found, last.</summary>
    public ReadOnlySpan<byte> Crop => _crop;

    /// <summary>Whether the crop is there already and undamaged.</summary>
    public bool IsReady(int index) => crops.IsReady(index, _crop);

    /// <summary>Reads, decodes and publishes one picture.</summary>
    /// <exception cref="ImageDecodeException">It is no picture that Pillow would read.</exception>
    /// <exception cref="ImageChangedException">The file changed since import.</exception>
    /// <exception cref="ImageMissingException">It is not there, or may not be read.</exception>
    /// <returns>Width and height of the picture that the crop is made of.</returns>
    public (int Width, int Height) Make(int index, in ImageFile file)
    {
        (int Width, int Height) size;
        try
        {
            _decoder.Decode(Read(file), file.Name, _picture);
            if (file.Shift is { } shift)
                (_shifter ??= new()).Shift(_picture, shift);
            _cropper.Crop(_picture, _crop);
            size = (_picture.Width, _picture.Height);
        }
        finally
        {
            _picture.LetGo();
        }
        crops.Publish(index, _crop);
        return size;
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _shifter?.Dispose();
        _picture.Dispose();
    }

    ReadOnlySpan<byte> Read(in ImageFile file)
    {
        try
        {
            var encoded = _files.Read(file.Path);
            if (file.Sha256 is { } sha256)
                RequireHash(file.Name, encoded, sha256);
            return encoded;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new ImageMissingException(file.Name, failure);
        }
    }

    static void RequireHash(string name, ReadOnlySpan<byte> encoded, string sha256)
    {
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(encoded, actual);
        if (!actual.SequenceEqual(Convert.FromHexString(sha256)))
            throw new ImageChangedException(name);
    }
}
