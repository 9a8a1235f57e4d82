using System.Numerics;

namespace Bench.Metrics.Numerics;

/// <summary>One bit an image, packed in 64-bit words; bits beyond the count are zero. What paired comparisons and rank
/// intervals are made from.</summary>
public sealed class BitSet(int count)
{
    readonly ulong[] _words = new ulong[(count + 63) / 64];

    public int Count { get; } = count;

    public ReadOnlySpan<ulong> Words => _words;

    public bool this[int index]
    {
        get => (_words[index >> 6] >> (index & 63) & 1) != 0;
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            if (value)
                _words[index >> 6] |= 1UL << (index & 63);
            else
                _words[index >> 6] &= ~(1UL << (index & 63));
        }
    }

    /// <summary>Number of set bits.</summary>
    public int PopCount()
    {
        var total = 0;
        foreach (var word in _words)
            total += BitOperations.PopCount(word);
        return total;
    }

    /// <summary>The bits that are set in both.</summary>
    /// <exception cref="ArgumentException">They differ in length.</exception>
    public BitSet And(BitSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count != Count)
            throw new ArgumentException($"{Count} bits and {other.Count}", nameof(other));
        var both = new BitSet(Count);
        for (var i = 0; i < _words.Length; i++)
            both._words[i] = _words[i] & other._words[i];
        return both;
    }

    /// <summary>Little-endian bytes of the words, 8 a word.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_words.Length * 8];
        for (var i = 0; i < _words.Length; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * 8), _words[i]);
        return bytes;
    }

    /// <exception cref="ArgumentException">The bytes are not the words of <paramref name="count"/> bits.</exception>
    public static BitSet FromBytes(ReadOnlySpan<byte> bytes, int count)
    {
        var set = new BitSet(count);
        if (bytes.Length != set._words.Length * 8)
            throw new ArgumentException($"{bytes.Length} bytes cannot hold {count} bits", nameof(bytes));
        for (var i = 0; i < set._words.Length; i++)
            set._words[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * 8)..]);
        return set;
    }
}
