using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bench.Imaging.Corruptions.Building;

/// <summary>A square picture that is corrupted in place, with the buffers that corruptions work in. One for each
/// thread: nothing is allocated once the buffers have grown.</summary>
/// <param name="side">Width and height in pixels.</param>
sealed class Canvas(int side)
{
    const int Slots = 8;
    const int CacheLine = 64;

    readonly float[]?[] _floats = new float[Slots][];
    readonly double[]?[] _doubles = new double[Slots][];
    readonly int[]?[] _numbers = new int[Slots][];
    readonly byte[]?[] _bytes = new byte[Slots][];

    public int Side => side;

    /// <summary>Pixels of one channel.</summary>
    public int Area => side * side;

    /// <summary>Bytes of the picture: rows of RGB pixels without gaps.</summary>
    public int Length => side * side * 3;

    /// <summary>The picture.</summary>
    public byte[] Rgb { get; } = new byte[side * side * 3];

    public NoiseStream Noise { get; } = new();

    /// <summary>Reads and writes JPEG.</summary>
    public JpegRound Jpeg { get; } = new();

    /// <summary>A buffer whose content is whatever was left in it. Two buffers of one kind and slot are the
    /// same.</summary>
    public Span<float> Floats(int slot, int length) => Of(_floats, slot, length);

    /// <inheritdoc cref="Floats"/>
    public Span<double> Doubles(int slot, int length) => Of(_doubles, slot, length);

    /// <inheritdoc cref="Floats"/>
    public Span<int> Numbers(int slot, int length) => Of(_numbers, slot, length);

    /// <inheritdoc cref="Floats"/>
    public Span<byte> Bytes(int slot, int length) => Of(_bytes, slot, length);

    /// <summary>The picture's levels, 0 to 255, as numbers.</summary>
    public Span<float> Levels(int slot)
    {
        var levels = Floats(slot, Length);
        Conversion.Widen(Rgb, levels);
        return levels;
    }

    /// <summary>Buffers begin on a line of the processor's cache, so that vectors of rows as long as some lines never
    /// lie on two.</summary>
    static unsafe Span<T> Of<T>(T[]?[] slots, int slot, int length)
        where T : unmanaged
    {
        var spare = CacheLine / sizeof(T);
        if (slots[slot] is not { } buffer || buffer.Length < length + spare)
            slots[slot] = buffer = GC.AllocateUninitializedArray<T>(length + spare, pinned: true);
        // Pinned: the address stays.
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer));
        return buffer.AsSpan((int)((CacheLine - address % CacheLine) % CacheLine) / sizeof(T), length);
    }
}
