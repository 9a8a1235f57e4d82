using System.Runtime.InteropServices;

namespace Bench.Workers.Inference.Child;

/// <summary>Limits that the kernel holds the child to. Set by the child on itself before it opens the model, so nothing
/// of the model runs without them.</summary>
internal static partial class ProcessLimits
{
    const int Cpu = 0,
        FileSize = 1,
        Data = 2,
        Core = 4,
        Tasks = 6,
        OpenFiles = 7;

    /// <param name="memoryBytes">Private writable memory. Address space cannot be limited: .NET reserves far more than
    /// it uses.</param>
    /// <param name="cpuSeconds">Processor time over all threads; the kernel then kills.</param>
    /// <exception cref="InvalidOperationException">The kernel refused one.</exception>
    public static void Apply(long memoryBytes, long cpuSeconds)
    {
        Set(Core, 0);
        Set(FileSize, 64 << 20);
        Set(OpenFiles, 512);
        // Threads, of which it needs as many as the machine has cores; the kernel lets root have more.
        Set(Tasks, 4096);
        Set(Data, memoryBytes);
        // The soft limit's signal names the reason in the exit code; the hard one follows for a process that catches it.
        Set(Cpu, cpuSeconds, cpuSeconds + 5);
    }

    static void Set(int resource, long value, long? hard = null)
    {
        var limit = new Limit { Soft = (nuint)value, Hard = (nuint)(hard ?? value) };
        if (SetLimit(resource, in limit) != 0)
            throw new InvalidOperationException($"setrlimit({resource}, {value}) failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);
}
