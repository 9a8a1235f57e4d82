using System.Runtime.InteropServices;

namespace Bench.Imaging.Decode;

/// <summary>Memory outside of the managed heap, for what is too large to be kept: given back to the machine when it is
/// disposed, not when a collection comes.</summary>
sealed unsafe class LargeBuffer(int length) : IDisposable
{
    void* _start = NativeMemory.Alloc((nuint)length);

    public Span<byte> Span => _start is null ? throw new ObjectDisposedException(nameof(LargeBuffer)) : new(_start, length);

    public void Dispose()
    {
        NativeMemory.Free(_start);
        _start = null;
    }
}
