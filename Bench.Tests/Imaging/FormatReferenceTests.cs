using System.Security.Cryptography;
using Bench.Imaging.Decode;

namespace Bench.Tests.Imaging;

/// <summary>Small pictures of every kind that people have (Golden/make_format_golden.py): Pillow's pixels, or a refusal in
/// words.</summary>
public sealed class FormatReferenceTests
{
    /// <summary>Pillow 9.4 refuses these; their pixels are read as the formats say.</summary>
    static readonly string[] BeyondPillow =
    [
        "bgr-32-masks.bmp",
        "head-52-palette.bmp",
        "head-52.bmp",
        "head-56-palette.bmp",
        "head-56.bmp",
        "palette-2.bmp",
        "rgba-32-v3.bmp",
        "wrong-checksum-of-text.png",
    ];

    /// <summary>Pillow reads these, and Bench says why it does not.</summary>
    static readonly Dictionary<string, string> Refused = new()
    {
        ["gray-16.png"] = "a gray PNG of 16 bits",
        ["gray-16-interlaced.png"] = "a gray PNG of 16 bits",
        ["palette-8-two-gray.bmp"] = "a BMP of 8 bits a pixel with two colours",
        ["palette-8-two.bmp"] = "a BMP of 8 bits a pixel with two colours",
        ["palette-missing.png"] = "damaged, or truncated",
        ["plain.ico"] = "it is an icon (ICO); JPEG, PNG, GIF, BMP and WebP are read, so save it as one of these",
        ["plain.jp2"] = "it is a JPEG 2000; ",
        ["plain.ppm"] = "it is a PNM; ",
        ["plain.tga"] = "it is not a picture that is known here",
        ["plain.tif"] = "it is a TIFF; ",
        ["rgb-16-555.bmp"] = "a BMP of 16 bits a pixel",
        ["rgb-16-565.bmp"] = "a BMP of 16 bits a pixel",
        ["rgb-16.bmp"] = "a BMP of 16 bits a pixel",
        ["rows-missing.png"] = "truncated",
        ["runs-8-gaps.bmp"] = "a BMP whose runs leave pixels out",
        ["runs-8-gray-gaps.bmp"] = "a BMP whose runs leave pixels out",
        ["wrong-checksum-of-data.png"] = "damaged, or truncated",
    };

    public static TheoryData<string> Decoders => ["libturbojpeg", "skia"];

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Every_kind_of_picture_gives_the_pixels_of_Pillow_or_is_refused_in_words(string decoderName)
    {
        Assert.SkipUnless(decoderName == "skia" || TurboJpeg.IsAvailable, "libturbojpeg is not installed");
        using IImageDecoder decoder =
            decoderName == "skia" ? new SkiaDecoder(DecodeLimits.Default) : new TurboJpegDecoder(DecodeLimits.Default);
        var (rows, wrong) = (0, new List<string>());
        foreach (var row in GoldenFile.Rows("formats.csv"))
        {
            var (file, wanted) = (row[0], row[1] == "refused" ? "refused" : $"{row[2]} x {row[3]}, {row[4]}");
            var (pixels, refusal) = Decode(decoder, file);
            var right =
                Refused.TryGetValue(file, out var words) ? refusal?.Contains(words, StringComparison.Ordinal) == true
                : BeyondPillow.Contains(file) ? wanted == "refused" && refusal is null
                : (pixels ?? "refused") == wanted;
            if (!right)
                wrong.Add($"{file}: {refusal ?? pixels}, not {wanted}");
            rows++;
        }

        wrong.ShouldBeEmpty();
        rows.ShouldBe(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Imaging", "Golden", "formats")).Length);
    }

    static (string? Pixels, string? Refusal) Decode(IImageDecoder decoder, string file)
    {
        var picture = new Picture();
        try
        {
            decoder.Decode(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Imaging", "Golden", "formats", file)), file, picture);
        }
        catch (ImageDecodeException refused)
        {
            return (null, refused.Reason);
        }
        var rgb = new byte[3 * picture.Width * picture.Height];
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
            picture.Pixels.Slice(from, 3).CopyTo(rgb.AsSpan(to));
        return ($"{picture.Width} x {picture.Height}, {Convert.ToHexStringLower(SHA256.HashData(rgb))}", null);
    }
}
