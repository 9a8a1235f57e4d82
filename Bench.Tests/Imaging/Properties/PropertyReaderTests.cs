using Bench.Imaging.Properties;
using SkiaSharp;

namespace Bench.Tests.Imaging.Properties;

public sealed class PropertyReaderTests
{
    [Theory]
    [InlineData(150, 100, 0xd85de5552c5512d5)]
    [InlineData(32, 32, 0xc631c4952ef32f0b)]
    [InlineData(40, 17, 0xc115b5272ca9bb6a)]
    public void A_hash_is_that_of_the_second_implementation(int width, int height, ulong expected)
    {
        var luma = new byte[width * height];
        for (var place = 0; place < luma.Length; place++)
            luma[place] = (byte)(place % width * 7 + place / width * 13 + place % width * (place / width) % 31);

        PerceptualHash.Of(luma, width, height).ShouldBe(expected);
    }

    [Fact]
    public void Every_quality_is_read_off_the_tables_that_it_was_written_with()
    {
        using var reader = new PropertyReader();
        int[] qualities = [1, 7, 24, 25, 49, 50, 51, 75, 85, 90, 95, 99, 100];

        qualities.Select(quality => Read(reader, Waves(96, 80), SKEncodedImageFormat.Jpeg, quality).JpegQuality).ShouldBe([.. qualities]);
    }

    [Fact]
    public void Half_black_and_half_white_is_gray_of_middle_brightness_and_one_bit()
    {
        using var reader = new PropertyReader();

        var found = Read(reader, Picture(40, 30, (x, _) => x < 20 ? SKColors.Black : SKColors.White), SKEncodedImageFormat.Png, 100);

        found.ShouldBe(found with { Width = 40, Height = 30, JpegQuality = null, IsGray = true, Brightness = 0.5, Entropy = 1 });
        // Of each row's 38 inner pixels the two at the edge have ±255.
        found.Sharpness.ShouldBe(2 * 255.0 * 255 / 38, 1e-6);
        found.Hash.ShouldNotBeNull();
    }

    [Fact]
    public void A_plain_picture_has_no_hash_and_a_red_one_colour()
    {
        using var reader = new PropertyReader();

        var plain = Read(reader, Picture(300, 200, (_, _) => new SKColor(200, 40, 40)), SKEncodedImageFormat.Jpeg, 90);

        (plain.Hash, plain.IsGray, plain.Width, plain.Height).ShouldBe((null, false, 300, 200));
        plain.Brightness.ShouldBe((0.299 * 200 + 0.587 * 40 + 0.114 * 40) / 255, 0.01);
        reader.Read("this is no picture"u8, "x").ShouldBeNull();
    }

    [Fact]
    public void Scaled_and_compressed_a_picture_keeps_its_hash_and_another_has_another()
    {
        using var reader = new PropertyReader();
        using var picture = Waves(320, 240);
        using var smaller = picture.Resize(new SKSizeI(200, 150), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        var other = Read(reader, Picture(320, 240, (x, y) => Gray(128 + 100 * Math.Sin(x * y / 2000.0))), SKEncodedImageFormat.Png, 100);
        ulong?[] hashes =
        [
            Read(reader, picture, SKEncodedImageFormat.Png, 100).Hash,
            Read(reader, smaller, SKEncodedImageFormat.Jpeg, 60).Hash,
            other.Hash,
            null,
        ];

        NearDuplicates.Nearest(hashes).ShouldBe([1, 0, -1, -1]);
        NearDuplicates.Nearest([null, other.Hash], hashes).ShouldBe([-1, 2]);
    }

    [Fact]
    public void Bands_find_every_pair_that_differs_in_few_bits()
    {
        var random = new Random(3);
        ulong?[] hashes = [.. Enumerable.Range(0, 300).Select(_ => (ulong?)random.NextInt64())];
        for (var i = 0; i < hashes.Length; i += 3)
            hashes[i + 1] = Enumerable.Range(0, i % 7).Aggregate(hashes[i]!.Value, (hash, _) => hash ^ (1UL << random.Next(64)));

        var nearest = NearDuplicates.Nearest(hashes);

        for (var i = 0; i < hashes.Length; i++)
        {
            var distances = hashes.Select((other, j) => j == i ? 64 : ulong.PopCount(hashes[i]!.Value ^ other!.Value)).ToList();
            nearest[i].ShouldBe(distances.Min() <= NearDuplicates.MostBits ? distances.IndexOf(distances.Min()) : -1);
        }
    }

    static SKBitmap Waves(int width, int height) =>
        Picture(
            width,
            height,
            (x, y) => Gray(128 + 60 * Math.Sin(7.0 * x / width + 1) + 60 * Math.Cos(11.0 * y / height + 2.0 * x / width))
        );

    static SKColor Gray(double level) => new((byte)level, (byte)level, (byte)level);

    static SKBitmap Picture(int width, int height, Func<int, int, SKColor> at)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
            bitmap.SetPixel(x, y, at(x, y));
        return bitmap;
    }

    static ImageProperties Read(PropertyReader reader, SKBitmap bitmap, SKEncodedImageFormat format, int quality)
    {
        using var data = bitmap.Encode(format, quality);
        return reader.Read(data.AsSpan(), "made here").ShouldNotBeNull();
    }
}
