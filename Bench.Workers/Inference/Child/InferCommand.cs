using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bench.Workers.Inference.Child;

/// <summary><c>infer MEMORY_BYTES CPU_SECONDS</c>: the process inside the cage. Speaks frames on standard input and
/// output; never started by hand.</summary>
internal static partial class InferCommand
{
    public static int Run(long memoryBytes, long cpuSeconds)
    {
        // Native libraries may print to descriptor 1: keep the pipe under another number and send 1 to standard error.
        var pipe = Duplicate(1);
        Redirect(2, 1);
        // At once, by the kernel: the runtime's own orderly end takes sessions away under threads that use them, and the crash, or the
        // refusal, that comes of it would be told as the model's.
        SetSignal(Terminate, DefaultAction);
        ProcessLimits.Apply(memoryBytes, cpuSeconds);
        // The parent starts us from a thread that lives as long as it does.
        if (DieWithParent(ParentDeathSignal, Kill) != 0)
            return 1;
        SystemCallFilter.Apply();
        using var answers = new FileStream(new SafeFileHandle(pipe, ownsHandle: true), FileAccess.Write, 1 << 16);
        using var requests = new BufferedStream(Console.OpenStandardInput(), 1 << 16);
        using var loop = new InferenceLoop(requests, answers);
        loop.Run();
        // Not by returning: a session thread inside the model's endless loop would hold the process.
        Environment.Exit(0);
        return 0;
    }

    const int ParentDeathSignal = 1,
        Kill = 9,
        Terminate = 15,
        DefaultAction = 0;

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int DieWithParent(int option, nuint signal);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Redirect(int from, int to);
}
