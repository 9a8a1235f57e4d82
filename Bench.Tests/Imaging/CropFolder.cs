using System.Globalization;
using Bench.Imaging.Crops;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Imaging;

/// <summary>A scratch folder with a few pictures and a crop cache, gone after the test.</summary>
sealed class CropFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bench-crops-");

    public CropFolder(int pictures = 0)
    {
        for (var i = 0; i < pictures; i++)
            File.WriteAllBytes(PicturePath(i), EncodedPicture.Jpeg(30 + i, 40));
    }

    public static Geometry Geometry { get; } = Geometry.Of(new() { Width = 16, Height = 16 });

    public FakeTimeProvider Time { get; } = new(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public string CacheDirectory => Path.Combine(_folder.FullName, "crops");

    public string[] CropFiles => [.. Directory.GetFiles(CacheDirectory, "*.crops").Order()];

    public string PicturePath(int index) => Path.Combine(_folder.FullName, index.ToString(CultureInfo.InvariantCulture) + ".jpeg");

    public ImageFile Locate(int index) => new(Path.GetFileName(PicturePath(index)), PicturePath(index));

    public CropCache Cache(long maximumBytes = 1 << 30) => new(new() { Directory = CacheDirectory, MaximumBytes = maximumBytes }, Time);

    public Task<CropWriter> OpenAsync(string manifest, int images, long maximumBytes = 1 << 30, int first = 0, int? count = null) =>
        Cache(maximumBytes).OpenAsync(Key(manifest), images, first, count ?? images, TestContext.Current.CancellationToken);

    public static CropKey Key(string manifest) => new(manifest, Geometry, ImageDecoders.Chosen);

    /// <summary>The crop that the image at this index must have.</summary>
    public byte[] Expected(int index)
    {
        using var decoder = ImageDecoders.Create(DecodeLimits.Default);
        var (picture, crop) = (new Picture(), new byte[Geometry.CropBytes]);
        decoder.Decode(File.ReadAllBytes(PicturePath(index)), "", picture);
        new PictureCropper(Geometry).Crop(picture, crop);
        return crop;
    }

    public CropFiller Filler(CropWriter crops, bool exclude = false, int threads = 2) =>
        new(crops, Geometry, Locate, new() { Threads = threads, ExcludeUndecodable = exclude });

    public void Dispose() => _folder.Delete(recursive: true);
}
