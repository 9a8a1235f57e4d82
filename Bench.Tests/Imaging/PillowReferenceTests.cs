using System.Security.Cryptography;
using Bench.Imaging.Contract;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;

namespace Bench.Tests.Imaging;

/// <summary>Every picture of the shared folder under eleven geometries, byte for byte what Pillow 9.4 makes of it, with each decoder and
/// each kernel. No row is excepted.</summary>
public sealed class PillowReferenceTests
{
    const int Rows = 2558;

    /// <summary>None: every row of the reference can be matched.</summary>
    static readonly Dictionary<string, string> Excepted = [];

    [Theory]
    [InlineData("libturbojpeg", true)]
    [InlineData("libturbojpeg", false, Traits = [LongAttribute.Trait, LongAttribute.Value])]
    [InlineData("skia", true)]
    public void Pixels_are_those_of_Pillow(string decoderName, bool vectors)
    {
        var reference = SharedFolder.Require("reference/preprocess.csv");
        Assert.SkipUnless(decoderName == "skia" || TurboJpeg.IsAvailable, "libturbojpeg is not installed");
        using IImageDecoder decoder =
            decoderName == "skia" ? new SkiaDecoder(DecodeLimits.Default) : new TurboJpegDecoder(DecodeLimits.Default);
        var croppers = Geometries().ToDictionary(pair => pair.Key, pair => new PictureCropper(pair.Value, vectors));
        var picture = new Picture();
        var (failures, rows) = (new List<string>(), 0);

        foreach (var file in File.ReadLines(reference).Skip(1).Select(line => line.Split(',')).GroupBy(fields => fields[0]))
        {
            var refusal = Decode(decoder, file.Key, picture);
            foreach (var row in file)
            {
                rows++;
                var actual = refusal is not null ? "refused" : Digest(croppers.GetValueOrDefault(row[1]), picture);
                var wanted = row[1] == "unreadable" ? "refused" : row[4];
                if (actual != wanted && !Excepted.ContainsKey($"{row[0]},{row[1]}"))
                    failures.Add($"{row[0]} {row[1]}: {refusal ?? actual}");
            }
        }

        rows.ShouldBe(Rows);
        failures.ShouldBeEmpty();
    }

    static string? Decode(IImageDecoder decoder, string file, Picture picture)
    {
        var path = SharedFolder.Require(Path.Combine("images", file.StartsWith('n') ? "real" : "odd", file));
        try
        {
            decoder.Decode(File.ReadAllBytes(path), file, picture);
            return null;
        }
        catch (ImageDecodeException refused)
        {
            return refused.Reason;
        }
    }

    static string Digest(PictureCropper? cropper, Picture picture)
    {
        cropper ??= new(
            new()
            {
                Interpolation = Interpolation.Nearest,
                Rule = ResizeRule.None,
                Width = picture.Width,
                Height = picture.Height,
            }
        );
        var crop = new byte[cropper.Geometry.CropBytes];
        cropper.Crop(picture, crop);
        return Convert.ToHexStringLower(SHA256.HashData(crop));
    }

    static Dictionary<string, Geometry> Geometries()
    {
        var named = new Dictionary<string, Geometry>();
        foreach (var filter in Enum.GetValues<Interpolation>())
            named[$"{filter.ToString().ToLowerInvariant()}-256-224"] = Of(filter, 256, 224, CropMode.Center);
        named["bicubic-248-224"] = Of(Interpolation.Bicubic, 248, 224, CropMode.Center);
        named["bicubic-224-224"] = Of(Interpolation.Bicubic, 224, 224, CropMode.Center);
        named["bilinear-341-299"] = Of(Interpolation.Bilinear, 341, 299, CropMode.Center);
        named["bicubic-512-480"] = Of(Interpolation.Bicubic, 512, 480, CropMode.Center);
        named["bicubic-squash-256-224"] = Of(Interpolation.Bicubic, 256, 224, CropMode.Squash);
        return named;
    }

    static Geometry Of(Interpolation filter, int resize, int crop, CropMode mode) =>
        Geometry.Of(
            new()
            {
                Interpolation = filter,
                Resize = resize,
                Width = crop,
                Height = crop,
                CropMode = mode,
            }
        );
}
