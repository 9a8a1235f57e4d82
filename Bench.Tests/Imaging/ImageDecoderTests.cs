using Bench.Imaging.Contract;
using Bench.Imaging.Decode;
using Bench.Imaging.Resize;

namespace Bench.Tests.Imaging;

public sealed class ImageDecoderTests
{
    public static TheoryData<string> Decoders => ["libturbojpeg", "skia"];

    [Theory]
    [MemberData(nameof(Decoders))]
    public void A_png_gives_its_pixels_and_loses_its_alpha(string name)
    {
        var picture = Decode(name, EncodedPicture.Png(alpha: 77));

        (picture.Width, picture.Height).ShouldBe((48, 32));
        picture
            .Pixels[(5 * picture.Stride + 9 * 4)..][..3]
            .ToArray()
            .ShouldBe([SyntheticPicture.Level(9, 5, 0), SyntheticPicture.Level(9, 5, 1), SyntheticPicture.Level(9, 5, 2)]);
    }

    [Fact]
    public void Both_decoders_give_the_same_pixels()
    {
        var jpeg = EncodedPicture.Jpeg();

        Rgb(Decode("libturbojpeg", jpeg)).ShouldBe(Rgb(Decode("skia", jpeg)));
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void A_jpeg_cut_anywhere_is_refused(string name)
    {
        var jpeg = EncodedPicture.Jpeg();
        for (var length = 3; length < jpeg.Length; length += length < 700 ? 1 : 97)
            Should.Throw<ImageDecodeException>(() => Decode(name, jpeg[..length]), $"cut to {length} of {jpeg.Length} bytes");
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void The_refusal_of_a_truncated_jpeg_names_it(string name)
    {
        var jpeg = EncodedPicture.Jpeg();

        var refused = Should.Throw<ImageDecodeException>(() => Decode(name, jpeg[..^2]));

        refused.Name.ShouldBe("a.jpeg");
        refused.Message.ShouldBe("a.jpeg: the JPEG is truncated: its end marker is missing");
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void A_truncated_png_is_refused(string name)
    {
        var png = EncodedPicture.Png();

        Should.Throw<ImageDecodeException>(() => Decode(name, png[..(png.Length / 2)])).Reason.ShouldBe("the file is truncated");
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void A_twelve_bit_jpeg_is_refused(string name) =>
        Should
            .Throw<ImageDecodeException>(() => Decode(name, EncodedPicture.WithFrame(EncodedPicture.Jpeg(), 12, 32, 48)))
            .Reason.ShouldBe("12-bit JPEG; only 8 bits a channel are read");

    [Theory]
    [MemberData(nameof(Decoders))]
    public void A_gray_png_of_16_bits_is_refused(string name)
    {
        var png = EncodedPicture.Png();
        (png[24], png[25]) = (16, 0);

        Should
            .Throw<ImageDecodeException>(() => Decode(name, png))
            .Reason.ShouldStartWith("a gray PNG of 16 bits, which Pillow's convert('RGB') clips to white");
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void A_decompression_bomb_is_refused_by_its_header(string name) =>
        Should
            .Throw<ImageDecodeException>(() => Decode(name, EncodedPicture.WithFrame(EncodedPicture.Jpeg(), 8, 65500, 65500)))
            .Reason.ShouldBe("65500 x 65500 pixels are more than the limit of 89478485 (at most 65535 a side)");

    [Theory]
    [MemberData(nameof(Decoders))]
    public void The_pixel_limit_is_an_option(string name) =>
        Should
            .Throw<ImageDecodeException>(() => Decode(name, EncodedPicture.Png(), new() { MaximumPixels = 48 * 32 - 1 }))
            .Reason.ShouldBe("48 x 32 pixels are more than the limit of 1535 (at most 65535 a side)");

    [Theory]
    [MemberData(nameof(Decoders))]
    public void What_is_no_picture_is_refused(string name)
    {
        Should.Throw<ImageDecodeException>(() => Decode(name, [])).Reason.ShouldBe("the file is empty");
        Should.Throw<ImageDecodeException>(() => Decode(name, "hello, world"u8.ToArray()));
        Should.Throw<ImageDecodeException>(() => Decode(name, [0xFF, 0xD8, 0xFF, 0xD9])).Reason.ShouldBe("the JPEG has no frame header");
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Kinds_that_no_message_names_are_refused_though_a_library_knows_them(string name)
    {
        // WBMP: two zeros, a width of 8 and a height of 2.
        Should.Throw<ImageDecodeException>(() => Decode(name, [0, 0, 8, 2, 0xF0, 0x0F])).Reason.ShouldStartWith("it is not a picture");
        byte[] icon = [0, 0, 1, 0, 1, 0, 48, 32, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 22, 0, 0, 0, .. EncodedPicture.Png()];
        BitConverter.TryWriteBytes(icon.AsSpan(14), EncodedPicture.Png().Length);
        Should.Throw<ImageDecodeException>(() => Decode(name, icon)).Reason.ShouldStartWith("it is an icon (ICO)");
    }

    /// <summary>Pillow shows the colour that the palette has for them.</summary>
    [Theory]
    [MemberData(nameof(Decoders))]
    public void Transparent_pixels_of_a_gif_have_the_colour_of_its_palette(string name)
    {
        Decode(name, EncodedPicture.Gif(transparent: false)).Pixels[..3].ToArray().ShouldBe(EncodedPicture.GifColour);
        Decode(name, EncodedPicture.Gif(transparent: true)).Pixels[..3].ToArray().ShouldBe(EncodedPicture.GifColour);
    }

    [Theory]
    [InlineData("animated.gif", Traits = [LongAttribute.Trait, LongAttribute.Value])]
    [InlineData("smaller-frame-local.gif")]
    [InlineData("palette-4-short.png")]
    [InlineData("palette-8-short.bmp", Traits = [LongAttribute.Trait, LongAttribute.Value])]
    [InlineData("runs-8.bmp", Traits = [LongAttribute.Trait, LongAttribute.Value])]
    public void Bytes_at_random_in_a_file_whose_colours_are_completed_never_crash_the_decoder(string file)
    {
        var (whole, random) = (
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Imaging", "Golden", "formats", file)),
            new Random(5)
        );
        for (var round = 0; round < 2000; round++)
        {
            var damaged = whole[..(round % 4 == 0 ? random.Next(whole.Length) : whole.Length)];
            for (var hit = 0; hit < 2 && damaged.Length > 0; hit++)
                damaged[random.Next(Math.Min(damaged.Length, round % 2 == 0 ? 200 : int.MaxValue))] = (byte)random.Next(256);
            try
            {
                var picture = Decode("skia", damaged, new() { MaximumPixels = 1 << 20 });
                picture.Pixels.Length.ShouldBe(picture.Height * picture.Stride);
            }
            catch (ImageDecodeException refused)
            {
                refused.Reason.ShouldNotBeEmpty();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Decoders))]
    public void Bytes_at_random_in_a_jpeg_never_crash_the_decoder(string name)
    {
        var (jpeg, random) = (EncodedPicture.Jpeg(), new Random(3));
        for (var round = 0; round < 1000; round++)
        {
            var damaged = jpeg.ToArray();
            for (var hit = 0; hit < 3; hit++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                var picture = Decode(name, damaged, new() { MaximumPixels = 1 << 20 });
                picture.Pixels.Length.ShouldBe(picture.Height * picture.Stride);
            }
            catch (ImageDecodeException refused)
            {
                refused.Reason.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public void The_chosen_decoder_is_named_with_its_version()
    {
        using var decoder = ImageDecoders.Create(DecodeLimits.Default);

        decoder.Name.ShouldBe(ImageDecoders.Chosen);
        decoder.Name.ShouldMatch(TurboJpeg.IsAvailable ? @"^libturbojpeg \d.* \([0-9a-f]{8}\), skia \d" : @"^skia \d");
    }

    [Fact]
    public void Decoding_a_jpeg_allocates_nothing_in_steady_state()
    {
        Assert.SkipUnless(TurboJpeg.IsAvailable, "libturbojpeg is not installed");
        using var decoder = new TurboJpegDecoder(DecodeLimits.Default);
        var (jpeg, picture) = (EncodedPicture.Jpeg(), new Picture());
        decoder.Decode(jpeg, "a.jpeg", picture);
        var before = GC.GetAllocatedBytesForCurrentThread();

        decoder.Decode(jpeg, "a.jpeg", picture);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    static Picture Decode(string name, byte[] encoded, DecodeLimits? limits = null)
    {
        Assert.SkipUnless(name == "skia" || TurboJpeg.IsAvailable, "libturbojpeg is not installed");
        using IImageDecoder decoder =
            name == "skia" ? new SkiaDecoder(limits ?? DecodeLimits.Default) : new TurboJpegDecoder(limits ?? DecodeLimits.Default);
        var picture = new Picture();
        decoder.Decode(encoded, "a.jpeg", picture);
        return picture;
    }

    static byte[] Rgb(Picture picture)
    {
        var geometry = new Geometry
        {
            Interpolation = Interpolation.Nearest,
            Rule = ResizeRule.None,
            Width = picture.Width,
            Height = picture.Height,
        };
        var crop = new byte[geometry.CropBytes];
        new PictureCropper(geometry).Crop(picture, crop);
        return crop;
    }
}
