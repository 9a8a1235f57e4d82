namespace Bench.Imaging.Decode;

/// <summary>Kinds of files that no decoder knows, by their first bytes and in words for a person.</summary>
static class PictureKind
{
    const string Known = "JPEG, PNG, GIF, BMP and WebP are read";

    /// <param name="encoded">The file's bytes.</param>
    /// <param name="name">Its name, whose ending may promise something else.</param>
    public static string Describe(ReadOnlySpan<byte> encoded, string name) =>
        encoded.IsEmpty ? "the file is empty"
        : Recognise(encoded) is { } kind
            ? $"it is {kind}{Promise(Path.GetExtension(name))}; {Known}, so save it as one of "
                + $"these (Pillow: Image.open(path).convert('RGB').save(…))"
        : KnownKind(encoded) is { } known ? $"it begins as a {known}, but its header is damaged or truncated"
        : $"it is not a picture that is known here; {Known}";

    static string Promise(string ending) =>
        ending.ToLowerInvariant() is ".jpeg" or ".jpg" or ".png" or ".gif" or ".bmp" or ".webp"
            ? $", though its name ends in '{ending}'"
            : "";

    static string? KnownKind(ReadOnlySpan<byte> encoded) =>
        JpegHeader.IsJpeg(encoded) ? "JPEG"
        : encoded.StartsWith<byte>([0x89, .. "PNG\r\n"u8]) ? "PNG"
        : GifPicture.IsGif(encoded) ? "GIF"
        : encoded.StartsWith("BM"u8) ? "BMP"
        : encoded.Length > 12 && encoded.StartsWith("RIFF"u8) && encoded[8..].StartsWith("WEBP"u8) ? "WebP"
        : null;

    static string? Recognise(ReadOnlySpan<byte> encoded) =>
        encoded.StartsWith("II*\0"u8) || encoded.StartsWith("MM\0*"u8) ? "a TIFF"
        : encoded.StartsWith("II+\0"u8) || encoded.StartsWith("MM\0+"u8) ? "a BigTIFF"
        : encoded.Length > 12 && encoded[4..].StartsWith("ftyp"u8) ? Container(encoded[8..12])
        : encoded.StartsWith<byte>([0xFF, 0x4F, 0xFF, 0x51]) || (encoded.Length > 8 && encoded[4..].StartsWith("jP  "u8)) ? "a JPEG 2000"
        : encoded.StartsWith<byte>([0xFF, 0x0A]) || (encoded.Length > 8 && encoded[4..].StartsWith("JXL "u8)) ? "a JPEG XL"
        : encoded.StartsWith("%PDF"u8) ? "a PDF"
        : encoded.StartsWith<byte>([0, 0, 1, 0]) ? "an icon (ICO)"
        : encoded.StartsWith("8BPS"u8) ? "a Photoshop file"
        : encoded.StartsWith<byte>([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']) ? "a NumPy array"
        : encoded.StartsWith("PK\u0003\u0004"u8) ? "a zip archive"
        : encoded.StartsWith<byte>([0x1F, 0x8B]) ? "a gzip archive"
        : encoded.StartsWith("version https://git-lfs"u8) ? "a Git LFS pointer, not the picture itself"
        : encoded.TrimStart(" \t\r\n"u8) is [(byte)'<', ..] ? "a web page, an SVG or another XML text"
        : encoded is [(byte)'P', >= (byte)'1' and <= (byte)'6', (byte)'\n' or (byte)' ', ..] ? "a PNM"
        : null;

    static string Container(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("avi"u8) ? "an AVIF"
        : brand.StartsWith("hei"u8) || brand.StartsWith("mif"u8) || brand.StartsWith("msf"u8) ? "an HEIF"
        : "an MP4 or QuickTime file";
}
