using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Bench.Imaging.Decode;

/// <summary>The functions of TurboJPEG's C interface that decoding needs; present since libjpeg-turbo 2.0.</summary>
static unsafe partial class TurboJpeg
{
    const string Library = "libturbojpeg.so.0";

    /// <summary>Pixel formats: four bytes a pixel, the fourth unused; and the four inks as the file has them.</summary>
    public const int Rgbx = 2,
        Cmyk = 11;

    /// <summary>Refuse a progressive file with an absurd number of scans: decoding time grows with it, the file hardly
    /// does.</summary>
    public const int LimitScans = 1 << 15;

    /// <summary>The value of <see cref="ErrorCode"/> after a recoverable error: the picture is whole as far as libjpeg
    /// could read it.</summary>
    public const int Warning = 0;

    /// <summary>Whether the library loads and has every function.</summary>
    public static bool IsAvailable { get; } =
        NativeLibrary.TryLoad(Library, out var handle) && NativeLibrary.TryGetExport(handle, "tjGetErrorStr2", out _);

    /// <summary>The library's file version and the start of its content hash: it carries no version of its own, and
    /// another build might decode otherwise.</summary>
    public static string Version { get; } = IsAvailable ? FindVersion() : "absent";

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial TurboJpegHandle InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static partial int DecompressHeader3(
        TurboJpegHandle handle,
        byte* encoded,
        CULong length,
        int* width,
        int* height,
        int* subsampling,
        int* colorspace
    );

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static partial int Decompress2(
        TurboJpegHandle handle,
        byte* encoded,
        CULong length,
        byte* pixels,
        int width,
        int pitch,
        int height,
        int pixelFormat,
        int flags
    );

    [LibraryImport(Library, EntryPoint = "tjGetErrorCode")]
    public static partial int ErrorCode(TurboJpegHandle handle);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    public static partial byte* ErrorText(TurboJpegHandle handle);

    static string FindVersion()
    {
        const string Maps = "/proc/self/maps";
        var path = File.Exists(Maps)
            ? File.ReadLines(Maps)
                .Select(line => line[(line.LastIndexOf(' ') + 1)..])
                .FirstOrDefault(file => file.Contains(Library, StringComparison.Ordinal))
            : null;
        if (path is null || !File.Exists(path))
            return "unknown";
        var content = XxHash32.HashToUInt32(File.ReadAllBytes(path)).ToString("x8", CultureInfo.InvariantCulture);
        var fileVersion = Path.GetFileName(path).Split(".so.", 2).Last();
        return $"{fileVersion} ({content})";
    }
}
