using System.Runtime.InteropServices;

namespace Bench.Workers.Inference.Child;

/// <summary>This process' own memory, as the kernel counts it.</summary>
internal static partial class ProcessMemory
{
    /// <summary>Peak resident memory since the process began or <see cref="Forget"/>.</summary>
    public static long PeakBytes() =>
        File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
        && long.TryParse(line.AsSpan("VmHWM:".Length).Trim().TrimEnd("kB").Trim(), out var kilobytes)
            ? kilobytes * 1024
            : 0;

    /// <summary>Gives free memory back and lets the peak begin again; where the kernel does not, the old peak
    /// stays.</summary>
    public static void Forget()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            _ = Trim(0);
            // proc(5): 5 resets the peak.
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or EntryPointNotFoundException)
        {
            // Another C library, or a kernel that forbids it.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);
}
