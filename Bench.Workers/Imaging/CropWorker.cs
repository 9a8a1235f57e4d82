using System.Security.Cryptography;

namespace Bench.Workers.Imaging;

/// <summary>What one thread needs to make crops: a decoder and the buffers between file and crop, all kept from picture to picture.</summary>
sealed class CropWorker(CropWriter crops, Geometry geometry, DecodeLimits limits) : IDisposable
{
    readonly IImageDecoder decoder = ImageDecoders.Create(limits);
    readonly PictureCropper cropper = new(geometry);
    readonly Picture picture = new();
    readonly byte[] crop = GC.AllocateUninitializedArray<byte>(geometry.CropBytes);
    byte[] encoded = GC.AllocateUninitializedArray<byte>(1 << 20);

    /// <summary>The crop that was made, or found, last.</summary>
    public ReadOnlySpan<byte> Crop => crop;

    /// <summary>Whether the crop is there already and undamaged.</summary>
    public bool IsReady(int index) => crops.IsReady(index, crop);

    /// <summary>Reads, decodes and publishes one picture.</summary>
    /// <exception cref="ImageDecodeException">The file is missing, changed since import, or no picture that Pillow would read.</exception>
    public void Make(int index, in ImageFile file)
    {
        var length = Read(file);
        decoder.Decode(encoded.AsSpan(0, length), file.Name, picture);
        cropper.Crop(picture, crop);
        crops.Publish(index, crop);
    }

    public void Dispose() => decoder.Dispose();

    int Read(in ImageFile file)
    {
        var length = 0;
        try
        {
            using var handle = File.OpenHandle(file.Path);
            var needed = RandomAccess.GetLength(handle);
            if (needed > Array.MaxLength)
                throw new ImageDecodeException(file.Name, $"the file has {needed} bytes");
            if (encoded.Length < needed)
                encoded = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, needed * 2));
            while (length < needed && RandomAccess.Read(handle, encoded.AsSpan(length, (int)needed - length), length) is > 0 and var read)
                length += read;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new ImageDecodeException(file.Name, "the file cannot be opened: it was moved or made unreadable since the dataset was imported", failure);
        }
        if (file.Sha256 is { } sha256)
            RequireHash(file.Name, length, sha256);
        return length;
    }

    void RequireHash(string name, int length, string sha256)
    {
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(encoded.AsSpan(0, length), actual);
        if (!actual.SequenceEqual(Convert.FromHexString(sha256)))
            throw new ImageDecodeException(name, "the file changed since the dataset was imported: its SHA-256 is another");
    }
}
