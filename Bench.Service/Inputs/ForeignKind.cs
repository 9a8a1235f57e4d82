using System.Text;

namespace Bench.Service.Inputs;

/// <summary>Recognises files that are sent in the place of a text or an array, by their first bytes.</summary>
static class ForeignKind
{
    /// <summary>Bytes that are looked at.</summary>
    public const int Looked = 4 << 10;

    const int TarMark = 257;

    public const string Archive = "a zip archive";
    public const string Arrays = "an npz file of NumPy arrays";
    public const string Array = "a NumPy array (.npy)";
    public const string Numbers = "an Apple Numbers document";
    public const string Parquet = "a Parquet file";

    /// <inheritdoc cref="Of"/>
    public static string? OfFile(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[Looked];
        return Of(start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
    }

    /// <returns>What it is, in words; null for text and for what is not known.</returns>
    public static string? Of(ReadOnlySpan<byte> start) =>
        start switch
        {
            [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..] => Zip(start),
            [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => Array,
            [0x80, >= 2 and <= 5, ..] => "a Python pickle",
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file",
            [0xD0, 0xCF, 0x11, 0xE0, ..] => "an Excel workbook (.xls)",
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => Parquet,
            [(byte)'A', (byte)'R', (byte)'R', (byte)'O', (byte)'W', (byte)'1', ..] => "an Arrow file",
            [0x1F, 0x8B, ..] => "a gzip archive",
            [(byte)'B', (byte)'Z', (byte)'h', ..] => "a bzip2 archive",
            [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => "an xz archive",
            [0x28, 0xB5, 0x2F, 0xFD, ..] => "a zstd archive",
            [0xFF, 0xD8, 0xFF, ..]
            or [0x89, (byte)'P', (byte)'N', (byte)'G', ..]
            or [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..]
            or [(byte)'I', (byte)'I', (byte)'*', 0, ..]
            or [(byte)'M', (byte)'M', 0, (byte)'*', ..]
            or [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..]
            or [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "a picture",
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "a film or a picture (MP4, HEIF)",
            [0x04, 0x22, 0x4D, 0x18, ..] => "an lz4 archive",
            [_, _, _, _, (byte)'T', (byte)'F', (byte)'L', (byte)'3', ..] => "a TensorFlow Lite model",
            [(byte)'G', (byte)'G', (byte)'U', (byte)'F', ..] => "a GGUF file",
            [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] or [(byte)'M', (byte)'Z', _, 0, ..] => "a program",
            [(byte)'O', (byte)'b', (byte)'j', 1, ..] => "an Avro file",
            [(byte)'O', (byte)'R', (byte)'C', < 32, ..] => "an ORC file",
            [(byte)'R', (byte)'D', (byte)'X' or (byte)'A', (byte)'2' or (byte)'3', (byte)'\n', ..] => "an R data file",
            [(byte)'%', (byte)'!', (byte)'P', (byte)'S', ..] => "a PostScript document",
            [(byte)'}' or (byte)']' or (byte)'(', (byte)'q', 0, ..] => "a Python pickle",
            [(byte)'(', (byte)'d' or (byte)'l', (byte)'p', (byte)'0', (byte)'\n', ..] => "a Python pickle",
            // The version of ONNX, and the name of what made the file, as an exporter begins a model.
            [0x08, > 0 and < 20, 0x12, > 0 and < 64, >= (byte)'a' and <= (byte)'z', ..] when start.Contains((byte)0) => "an ONNX model",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF document",
            [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => "a 7z archive",
            [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => "a rar archive",
            [(byte)'F', (byte)'E', (byte)'A', (byte)'1', ..] => "a Feather file",
            [(byte)'{', (byte)'\\', (byte)'r', (byte)'t', (byte)'f', ..] => "an RTF document",
            [_, _, _, _, 0, 0, 0, 0, (byte)'{', (byte)'"', ..] => "a safetensors file",
            { Length: > TarMark + 5 } when start.Slice(TarMark, 5).SequenceEqual("ustar"u8) => "a tar archive",
            _ => start.StartsWith("MATLAB "u8) ? "a MATLAB file"
            : start.StartsWith("cnumpy"u8) || start.StartsWith("ccopy_reg"u8) ? "a Python pickle"
            : start.StartsWith("SQLite format 3"u8) ? "an SQLite database"
            : start.StartsWith("version https://git-lfs"u8) ? "a Git LFS pointer, a few lines in the place of the file"
            : Page(start),
        };

    /// <summary>Whether a text begins as YAML does and tables and JSON do not: a document's mark, or <c>- </c>, or
    /// <c>key:</c> with nothing that separates columns in its line.</summary>
    public static bool IsYaml(ReadOnlySpan<byte> start)
    {
        var lines = Encoding.UTF8.GetString(start).TrimStart('\uFEFF').Split('\n');
        var first = lines.FirstOrDefault(line => line.Trim() is { Length: > 0 } text && text[0] != '#')?.TrimEnd() ?? "";
        return first == "---"
            || first.StartsWith("%YAML", StringComparison.Ordinal)
            || first.StartsWith("- ", StringComparison.Ordinal)
            || (
                first.IndexOf(':') is > 0 and var colon
                && (colon == first.Length - 1 || first[colon + 1] == ' ')
                && first[0] is not ('{' or '[' or '"')
                && first.AsSpan().IndexOfAny(",;\t|") < 0
            );
    }

    static string Zip(ReadOnlySpan<byte> start) =>
        start.IndexOf("word/"u8) >= 0 ? "a Word document (.docx)"
        : start.IndexOf("opendocument"u8) >= 0 ? "an OpenDocument file"
        : start.IndexOf(".iwa"u8) >= 0 ? Numbers
        : start.IndexOf("xl/"u8) >= 0 || start.IndexOf("[Content_Types].xml"u8) >= 0 ? "an Excel workbook (.xlsx)"
        : start.IndexOf("data.pkl"u8) >= 0 ? "a PyTorch file"
        : start.IndexOf(".npy"u8) >= 0 ? Arrays
        : Archive;

    static string? Page(ReadOnlySpan<byte> start)
    {
        var text = Encoding.UTF8.GetString(start[..Math.Min(start.Length, 200)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
                ? "a web page"
            : text.StartsWith("<?xml", StringComparison.Ordinal) ? "an XML file"
            : text.StartsWith('<') && text.Contains('>', StringComparison.Ordinal) ? "HTML or XML"
            : text.StartsWith("\\begin{", StringComparison.Ordinal) || text.StartsWith("\\documentclass", StringComparison.Ordinal)
                ? "LaTeX"
            : null;
    }
}
