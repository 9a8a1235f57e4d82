using System.Runtime.InteropServices;

namespace Bench.Service.Inputs;

/// <summary>Tells files from what only has a name: opening a pipe waits for a writer, a device may
/// never end.</summary>
static partial class RegularFile
{
    /// <summary>Message about anything else, after its name.</summary>
    public const string Otherwise = "a pipe, socket or device, not a file";

    const int CurrentFolder = -100,
        FollowLinks = 0,
        ModeOffset = 28,
        StatxBytes = 256;
    const uint TypeOnly = 1;
    const int TypeBits = 0xF000,
        Regular = 0x8000;

    /// <summary>Whether it may be opened: a regular file, links followed. What cannot be looked at is left to the code that
    /// opens it.</summary>
    public static bool Is(string path)
    {
        if (!OperatingSystem.IsLinux())
            return true;
        Span<byte> status = stackalloc byte[StatxBytes];
        return Status(CurrentFolder, path, FollowLinks, TypeOnly, ref MemoryMarshal.GetReference(status)) != 0
            || (MemoryMarshal.Read<ushort>(status[ModeOffset..]) & TypeBits) == Regular;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, ref byte status);
}
