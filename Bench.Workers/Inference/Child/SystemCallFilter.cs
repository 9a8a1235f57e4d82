using System.Runtime.InteropServices;

namespace Bench.Workers.Inference.Child;

/// <summary>The system calls that the process that runs a model may make, for all of its threads and for
/// good.</summary>
/// <remarks>
/// A seccomp filter (classic BPF, <c>linux/seccomp.h</c>). The process sets it on itself before it opens the model, as
/// it does its limits, so that it holds with and without bubblewrap. What is refused answers EPERM.
/// </remarks>
internal static partial class SystemCallFilter
{
    const uint Allow = 0x7FFF_0000,
        Refuse = 0x0005_0000 | NotPermitted,
        Unknown = 0x0005_0000 | NotThere;
    const uint NotPermitted = 1,
        NotThere = 38;

    /// <summary>Offsets in <c>struct seccomp_data</c>; of an argument the lower half, on a little-endian
    /// machine.</summary>
    const uint Number = 0,
        Machine = 4,
        FirstArgument = 16;

    const uint MarkOfX64 = 0xC000_003E,
        MarkOfArm64 = 0xC000_00B7;

    /// <summary>The bit that marks a call of the x32 interface.</summary>
    const uint X32 = 0x4000_0000;

    const uint ThreadOfSameProcess = 0x1_0000,
        ParentDeathSignal = 1,
        UnixSocket = 1;

    static readonly SystemCall Clone = new("clone", 56, 220),
        Clone3 = new("clone3", 435, 435),
        SignalThread = new("tgkill", 234, 131);
    static readonly SystemCall Control = new("prctl", 157, 167),
        Socket = new("socket", 41, 198),
        Seccomp = new("seccomp", 317, 277);

    /// <exception cref="InvalidOperationException">The kernel takes no filter.</exception>
    public static void Apply()
    {
        var architecture = RuntimeInformation.ProcessArchitecture;
        var hasGpu = Directory.EnumerateFileSystemEntries("/dev", "nvidia*").Any();
        var filter = Compile(architecture, Environment.ProcessId, hasGpu);
        var code = GC.AllocateArray<BpfInstruction>(filter.Length, pinned: true);
        filter.CopyTo(code, 0);
        var program = new BpfProgram { Length = (ushort)code.Length, Code = Marshal.UnsafeAddrOfPinnedArrayElement(code, 0) };
        const int NoNewPrivileges = 38,
            SetFilter = 1,
            EveryThread = 1;
        // A filter is taken from a process that cannot gain rights by executing a file.
        if (
            Prctl(NoNewPrivileges, 1, 0, 0, 0) != 0
            || Call((nint)NumberOf(Seccomp, architecture)!.Value, SetFilter, EveryThread, in program) != 0
        )
            throw new InvalidOperationException($"the kernel takes no seccomp filter: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>The filter as the kernel takes it.</summary>
    /// <param name="processId">The process that it is for: its threads may signal each other, and nobody else.</param>
    /// <param name="hasGpu">Whether a GPU's driver lives in the process.</param>
    /// <exception cref="PlatformNotSupportedException">The architecture is neither x86-64 nor arm64.</exception>
    public static BpfInstruction[] Compile(Architecture architecture, int processId, bool hasGpu)
    {
        var mark = architecture switch
        {
            Architecture.X64 => MarkOfX64,
            Architecture.Arm64 => MarkOfArm64,
            _ => throw new PlatformNotSupportedException($"models run on x86-64 and arm64, not on {architecture}"),
        };
        // A call of another interface of the same machine has other numbers.
        List<BpfInstruction> code =
        [
            BpfInstruction.Load(Machine),
            BpfInstruction.IfEqual(mark, 1, 0),
            BpfInstruction.Return(Refuse),
            BpfInstruction.Load(Number),
        ];
        if (architecture == Architecture.X64)
            code.AddRange([BpfInstruction.IfAtLeast(X32, 0, 1), BpfInstruction.Return(Refuse)]);
        foreach (var call in hasGpu ? DeniedCalls.Always : [.. DeniedCalls.Always, .. DeniedCalls.WithoutGpu])
            if (NumberOf(call, architecture) is { } number)
                code.AddRange([BpfInstruction.IfEqual(number, 0, 1), BpfInstruction.Return(Refuse)]);
        // Its flags are in memory, which a filter cannot read: without it the C library makes threads with the older
        // call.
        code.AddRange([BpfInstruction.IfEqual(NumberOf(Clone3, architecture)!.Value, 0, 1), BpfInstruction.Return(Unknown)]);
        // A thread is made, another process is not.
        code.AddRange(Judge(Clone, BpfInstruction.IfAnyBit(ThreadOfSameProcess, 0, 1), Allow, Refuse));
        // The runtime's collector stops threads by a signal.
        code.AddRange(Judge(SignalThread, BpfInstruction.IfEqual((uint)processId, 0, 1), Allow, Refuse));
        code.AddRange(Judge(Control, BpfInstruction.IfEqual(ParentDeathSignal, 0, 1), Refuse, Allow));
        if (hasGpu)
            code.AddRange(Judge(Socket, BpfInstruction.IfEqual(UnixSocket, 0, 1), Allow, Refuse));
        code.Add(BpfInstruction.Return(Allow));
        return [.. code];

        BpfInstruction[] Judge(SystemCall call, BpfInstruction test, uint whenTrue, uint whenFalse) =>
            [
                BpfInstruction.IfEqual(NumberOf(call, architecture)!.Value, 0, 4),
                BpfInstruction.Load(FirstArgument),
                test,
                BpfInstruction.Return(whenTrue),
                BpfInstruction.Return(whenFalse),
            ];
    }

    static uint? NumberOf(SystemCall call, Architecture architecture) => architecture == Architecture.X64 ? call.X64 : call.Arm64;

    [StructLayout(LayoutKind.Sequential)]
    struct BpfProgram
    {
        public ushort Length;
        public nint Code;
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Prctl(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint operation, nint flags, in BpfProgram program);
}
