using System.Runtime.InteropServices;

namespace Bench.Workers.Inference.Child;

/// <summary>An instruction of classic BPF (<c>struct sock_filter</c>, <c>linux/filter.h</c>) that a system call filter
/// needs.</summary>
/// <param name="Code">What to do.</param>
/// <param name="WhenTrue">Instructions to skip where a test holds.</param>
/// <param name="WhenFalse">Instructions to skip where it does not.</param>
/// <param name="Operand">The constant.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct BpfInstruction(ushort Code, byte WhenTrue, byte WhenFalse, uint Operand)
{
    /// <summary>Takes the 32 bits at an offset of the data.</summary>
    public static BpfInstruction Load(uint offset) => new(0x20, 0, 0, offset);

    public static BpfInstruction IfEqual(uint value, byte skipWhenTrue, byte skipWhenFalse) =>
        new(0x15, skipWhenTrue, skipWhenFalse, value);

    public static BpfInstruction IfAtLeast(uint value, byte skipWhenTrue, byte skipWhenFalse) =>
        new(0x35, skipWhenTrue, skipWhenFalse, value);

    /// <summary>Whether a bit of the mask is set.</summary>
    public static BpfInstruction IfAnyBit(uint mask, byte skipWhenTrue, byte skipWhenFalse) => new(0x45, skipWhenTrue, skipWhenFalse, mask);

    public static BpfInstruction Return(uint verdict) => new(0x06, 0, 0, verdict);
}
