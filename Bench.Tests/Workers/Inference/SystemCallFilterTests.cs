using System.Runtime.InteropServices;
using Bench.Workers.Inference.Child;

namespace Bench.Tests.Workers.Inference;

/// <summary>The filter's verdicts, computed as the kernel would: for the architectures that this machine is not, too.</summary>
public sealed class SystemCallFilterTests
{
    const uint Allowed = 0x7FFF_0000,
        NotPermitted = 0x0005_0001,
        NotThere = 0x0005_0026;

    const uint X64 = 0xC000_003E,
        Arm64 = 0xC000_00B7,
        X86 = 0x4000_0003;

    const int Process = 4711;

    [Theory]
    [InlineData(Architecture.X64, X64)]
    [InlineData(Architecture.Arm64, Arm64)]
    public void Every_denied_call_is_refused_and_what_a_runtime_does_all_day_is_not(Architecture architecture, uint mark)
    {
        var filter = SystemCallFilter.Compile(architecture, Process, hasGpu: false);
        foreach (var call in DeniedCalls.Always.Concat(DeniedCalls.WithoutGpu))
            if ((architecture == Architecture.X64 ? call.X64 : call.Arm64) is { } number)
                Verdict(filter, mark, number).ShouldBe(NotPermitted, call.Name);

        // read, write, mmap, futex, madvise, openat, exit_group
        foreach (var number in architecture == Architecture.X64 ? [0u, 1, 9, 202, 28, 257, 231] : (uint[])[63, 64, 222, 98, 233, 56, 94])
            Verdict(filter, mark, number).ShouldBe(Allowed, $"{number}");
    }

    [Theory]
    [InlineData(Architecture.X64, X64, 56u, 435u, 234u)]
    [InlineData(Architecture.Arm64, Arm64, 220u, 435u, 131u)]
    public void A_thread_is_made_and_signalled_and_another_process_is_not(
        Architecture architecture,
        uint mark,
        uint clone,
        uint clone3,
        uint signal
    )
    {
        var filter = SystemCallFilter.Compile(architecture, Process, hasGpu: false);

        // CLONE_VM, _FS, _FILES, _SIGHAND, _THREAD, … as the C library makes a thread; SIGCHLD as it makes a process.
        Verdict(filter, mark, clone, 0x3D0F00).ShouldBe(Allowed);
        Verdict(filter, mark, clone, 17).ShouldBe(NotPermitted);
        Verdict(filter, mark, clone3).ShouldBe(NotThere);
        Verdict(filter, mark, signal, Process).ShouldBe(Allowed);
        Verdict(filter, mark, signal, 1).ShouldBe(NotPermitted);
    }

    [Fact]
    public void A_gpus_driver_may_use_local_sockets_and_no_others()
    {
        var filter = SystemCallFilter.Compile(Architecture.X64, Process, hasGpu: true);

        Verdict(filter, X64, 41, 1).ShouldBe(Allowed);
        foreach (var family in (uint[])[2, 10, 16, 17, 38])
            Verdict(filter, X64, 41, family).ShouldBe(NotPermitted, $"{family}");
    }

    [Fact]
    public void Calls_by_another_interface_of_the_same_machine_are_refused()
    {
        var filter = SystemCallFilter.Compile(Architecture.X64, Process, hasGpu: false);

        Verdict(filter, X86, 3).ShouldBe(NotPermitted);
        Verdict(filter, X64, 0x4000_0000).ShouldBe(NotPermitted);
    }

    static uint Verdict(BpfInstruction[] filter, uint machine, uint number, uint argument = 0)
    {
        var (accumulator, at) = (0u, 0);
        while (true)
        {
            var step = filter[at++];
            if (step.Code == 0x06)
                return step.Operand;
            if (step.Code == 0x20)
            {
                accumulator = step.Operand switch
                {
                    0 => number,
                    4 => machine,
                    16 => argument,
                    _ => throw new InvalidOperationException($"offset {step.Operand}"),
                };
                continue;
            }
            var holds = step.Code switch
            {
                0x15 => accumulator == step.Operand,
                0x35 => accumulator >= step.Operand,
                0x45 => (accumulator & step.Operand) != 0,
                _ => throw new InvalidOperationException($"code {step.Code}"),
            };
            at += holds ? step.WhenTrue : step.WhenFalse;
        }
    }
}
