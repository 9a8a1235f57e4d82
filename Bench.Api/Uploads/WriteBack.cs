using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bench.Api.Uploads;

/// <summary>Begins to bring written bytes to the disk while more of them come, so that the flush at the end finds
/// little left.</summary>
internal static partial class WriteBack
{
    /// <summary>SYNC_FILE_RANGE_WRITE: begins, does not wait, and promises nothing.</summary>
    const uint Begins = 2;

    public static void Begin(SafeFileHandle file, long start, long count)
    {
        if (OperatingSystem.IsLinux() && count > 0)
            _ = SyncFileRange(file, start, count, Begins);
    }

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncFileRange(SafeFileHandle file, long start, long count, uint flags);
}
