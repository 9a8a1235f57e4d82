using System.Diagnostics;
using System.Runtime.InteropServices;
using Bench.Workers.Inference.Child;

namespace Bench.Tests.Workers.Inference;

/// <summary>What code tries that has taken over the process of a model. Runs inside a caged child, as a thread of its own, and writes one
/// line for each attempt: its name, and the error that came of it or 0.</summary>
static partial class CageAttempts
{
    public const string Done = "attempts are over",
        Secrets = "BENCH_TEST_SECRETS",
        Fill = "BENCH_TEST_FILL";

    /// <summary>Calls of this architecture that the kernel must refuse here.</summary>
    public static IEnumerable<SystemCall> Refused =>
        DeniedCalls.Always.Concat(HasGpu ? [] : DeniedCalls.WithoutGpu).Where(call => NumberOf(call) is not null);

    static uint? NumberOf(SystemCall call) => IsX64 ? call.X64 : call.Arm64;

    public static void Run()
    {
        if (!IsFilterThere())
        {
            Console.Error.WriteLine("there is no filter");
            return;
        }
        if (Environment.GetEnvironmentVariable(Fill) is not null)
            FillSharedMemory();
        if (Environment.GetEnvironmentVariable(Secrets) is { } secrets)
            ReachForFiles(secrets.Split(':'));
        foreach (var call in Refused)
            Say(call.Name, Result(Call((nint)NumberOf(call)!.Value, 0, 0, 0, 0)));
        Say("fork by clone", Result(Call(Clone, SignalOfChild, 0, 0, 0)));
        Say("start a program", Try(() => Process.Start("/usr/bin/true")));
        Say("outlive the parent", Result(Call(Prctl, 1, 0, 0, 0)));
        Say("signal a thread of another process", Result(Call(SignalThread, 1, 1, 0, 0)));
        Say("make a thread", Try(() => new Thread(() => { }).Start()));
        Say("user", (int)Call(UserId, 0, 0, 0, 0));
        Console.Error.WriteLine(Done);
    }

    static bool IsFilterThere()
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromMinutes(1))
        {
            // Without a filter there is no such process to trace.
            if (Result(Call(IsX64 ? 101 : 117, -1, 0, 0, 0)) == NotPermitted)
                return true;
            Thread.Yield();
        }
        return false;
    }

    static void ReachForFiles(IEnumerable<string> secrets)
    {
        foreach (var path in secrets)
            Say($"read {path}", Open(path, 0));
        foreach (var place in (string[])["/", "/tmp", "/dev", "/dev/shm", "/model", "/crops", AppContext.BaseDirectory])
            Say($"write {place}", Open(Path.Combine(place, "left-behind"), CreateToWrite));
    }

    /// <summary>One and a half GiB that belong to no heap: the kernel's limit on a process's data does not count them.</summary>
    static void FillSharedMemory()
    {
        const int size = 1536 << 20;
        const int readAndWrite = 3,
            sharedAndAnonymous = 0x21;
        var memory = Map(0, size, readAndWrite, sharedAndAnonymous, -1, 0);
        for (var offset = 0; offset < size; offset += Environment.SystemPageSize)
            Marshal.WriteByte(memory + offset, 1);
        Console.Error.WriteLine("the memory is filled");
    }

    const int NotPermitted = 1,
        CreateToWrite = 0x41,
        SignalOfChild = 17;

    static bool HasGpu => File.Exists("/dev/nvidiactl");

    static bool IsX64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    static int Clone => IsX64 ? 56 : 220;

    static int Prctl => IsX64 ? 157 : 167;

    static int SignalThread => IsX64 ? 234 : 131;

    static int UserId => IsX64 ? 102 : 174;

    static void Say(string attempt, int outcome) => Console.Error.WriteLine($"{attempt}={outcome}");

    static int Result(nint returned) => returned == -1 ? Marshal.GetLastPInvokeError() : 0;

    static int Open(string path, int flags) => OpenFile(path, flags, 0x180) is var descriptor and >= 0 ? 0 : Marshal.GetLastPInvokeError();

    static int Try(Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return error.NativeErrorCode;
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nint length, int protection, int flags, int descriptor, nint offset);
}
