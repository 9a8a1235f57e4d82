using Bench.Imaging.Decode;

namespace Bench.Tests.Cases;

/// <summary>Files that only their name calls a picture are called what they are.</summary>
public sealed class PictureKindTests
{
    public static TheoryData<byte[], string> Kinds =>
        new()
        {
            { [.. "II*\0"u8, .. new byte[20]], "it is a TIFF, though its name ends in '.JPEG'" },
            { [.. "MM\0*"u8, .. new byte[20]], "it is a TIFF" },
            { [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[20]], "it is an HEIF" },
            { [0, 0, 0, 24, .. "ftypmsf1"u8, .. new byte[20]], "it is an HEIF" },
            { [0, 0, 0, 24, .. "ftypavif"u8, .. new byte[20]], "it is an AVIF" },
            { [0xFF, 0x0A, .. new byte[20]], "it is a JPEG XL" },
            { [.. "<!DOCTYPE html>"u8], "it is a web page" },
            { [.. "version https://git-lfs.github.com/spec/v1"u8], "it is a Git LFS pointer" },
            { [.. "%PDF-1.7"u8], "it is a PDF" },
            { [.. "no picture at all"u8], "it is not a picture that is known here; JPEG, PNG" },
            { [], "the file is empty" },
        };

    [Theory, MemberData(nameof(Kinds))]
    public void A_file_of_another_kind_is_named(byte[] bytes, string words)
    {
        using var decoder = ImageDecoders.Create(new DecodeLimits());

        Should.Throw<ImageDecodeException>(() => decoder.Decode(bytes, "n01440764_tench.JPEG", new Picture())).Message.ShouldContain(words);
    }

    [Fact]
    public void The_shared_TIFF_is_told_apart_from_the_JPEG_that_its_name_promises()
    {
        var path = Twenty.Case("40-tiff-named-jpeg/n01440764_tench.JPEG");
        using var decoder = ImageDecoders.Create(new DecodeLimits());

        Should
            .Throw<ImageDecodeException>(() => decoder.Decode(File.ReadAllBytes(path), "n01440764_tench.JPEG", new Picture()))
            .Reason.ShouldContain("save it as one of these");
    }
}
