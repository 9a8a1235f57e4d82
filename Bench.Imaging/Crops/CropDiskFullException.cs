namespace Bench.Imaging.Crops;

/// <summary>The disk that holds the crop cache has no room for the crops of an evaluation.</summary>
public sealed class CropDiskFullException : IOException
{
    const int LinuxNoSpace = 28;
    const int LinuxQuotaExceeded = 122;
    const int WindowsDiskFull = unchecked((int)0x80070070);

    public CropDiskFullException(string path, IOException inner)
        : base($"The disk of the crop cache is full while writing {path}. Free space there, or lower Bench:CropCache:MaximumBytes.", inner)
    { }

    public CropDiskFullException(string folder, long needed, long free)
        : base(
            $"The crops of this evaluation need {needed} bytes, {folder} has {free} free. Free space there, or evaluate in smaller shards."
        ) => HResult = OperatingSystem.IsWindows() ? WindowsDiskFull : LinuxNoSpace;

    internal static bool Is(IOException failure) => failure.HResult is LinuxNoSpace or LinuxQuotaExceeded or WindowsDiskFull;
}
