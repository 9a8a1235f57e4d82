using System.Numerics;

namespace Bench.Imaging.Corruptions.Building;

/// <summary>The random numbers of one corrupted picture: SplitMix64 over a key, so that a picture's noise depends on
/// its key alone and neither on order nor on shards.</summary>
/// <remarks>Number n of key k is mix(k + n · 0x9E3779B97F4A7C15), n = 1, 2, … (Steele, Lea and Flood, 2014). Normal
/// numbers are Box and Muller's: both of a pair come from one 64-bit number, its upper 24 bits for the radius and the
/// next 24 for the angle.</remarks>
sealed class NoiseStream
{
    const float Unit24 = 1f / (1 << 24);
    const ulong Golden = 0x9E3779B97F4A7C15;
    const int Chunk = 1024;

    readonly ulong[] _bits = new ulong[Chunk];
    readonly float[] _pairs = new float[2 * Chunk];
    ulong _state;

    /// <summary>Begins again.</summary>
    public void Reset(ulong key) => _state = key;

    public ulong Next() => Mixed(_state += Golden);

    /// <summary>As many numbers as fit.</summary>
    public void Next(Span<ulong> target)
    {
        var step = Vector<ulong>.Count;
        var states = Vector.CreateSequence(1ul, 1ul) * Golden + new Vector<ulong>(_state);
        var further = new Vector<ulong>(unchecked((ulong)step * Golden));
        var i = 0;
        for (; i <= target.Length - step; i += step, states += further)
        {
            var z = (states ^ (states >>> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EB;
            (z ^ (z >>> 31)).CopyTo(target[i..]);
        }
        _state += (ulong)i * Golden;
        for (; i < target.Length; i++)
            target[i] = Next();
    }

    /// <summary>The upper 24 bits of the next number.</summary>
    public int Next24() => (int)(Next() >> 40);

    /// <summary>The upper 24 bits of as many numbers as fit.</summary>
    public void Next24(Span<int> target)
    {
        var step = Vector<int>.Count;
        for (var first = 0; first < target.Length; first += Chunk)
        {
            var part = target.Slice(first, Math.Min(Chunk, target.Length - first));
            Next(_bits.AsSpan(0, part.Length));
            var i = 0;
            for (; i <= part.Length - step; i += step)
                Vector.AsVectorInt32(Narrowed(i, 40)).CopyTo(part[i..]);
            for (; i < part.Length; i++)
                part[i] = (int)(_bits[i] >> 40);
        }
    }

    /// <summary>A number in [0, 1) of 53 bits.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>A number in [low, high).</summary>
    public double Uniform(double low, double high) => low + (high - low) * Uniform();

    /// <summary>A whole number in [low, high).</summary>
    public int Whole(int low, int high) => low + Scaled((uint)(Next() >> 32), high - low);

    /// <summary>Two whole numbers in [low, high) from one number: its upper half first.</summary>
    public (int First, int Second) Pair(int low, int high)
    {
        var bits = Next();
        return (low + Scaled((uint)(bits >> 32), high - low), low + Scaled((uint)bits, high - low));
    }

    /// <summary>Numbers in [low, high).</summary>
    public void Uniform(Span<double> target, double low, double high)
    {
        var step = Vector<double>.Count;
        var (lowest, range) = (new Vector<double>(low), new Vector<double>(high - low));
        for (var first = 0; first < target.Length; first += Chunk)
        {
            var part = target.Slice(first, Math.Min(Chunk, target.Length - first));
            Next(_bits.AsSpan(0, part.Length));
            var i = 0;
            for (; i <= part.Length - step; i += step)
            {
                var unit = Vector.ConvertToDouble(Vector.AsVectorInt64(new Vector<ulong>(_bits, i) >>> 11)) * (1.0 / (1L << 53));
                (lowest + range * unit).CopyTo(part[i..]);
            }
            for (; i < part.Length; i++)
                part[i] = low + (high - low) * ((_bits[i] >> 11) * (1.0 / (1L << 53)));
        }
    }

    /// <summary>Standard normal numbers: the cosines of a pair's angle at even places, the sines at odd ones.</summary>
    public void Normal(Span<float> target)
    {
        for (var first = 0; first < target.Length; first += 2 * Chunk)
        {
            var part = target.Slice(first, Math.Min(2 * Chunk, target.Length - first));
            Next(_bits.AsSpan(0, (part.Length + 1) / 2));
            var whole = part.Length / (2 * Vector<float>.Count) * (2 * Vector<float>.Count);
            Pairs(part[..whole]);
            if (whole == part.Length)
                continue;
            Pairs(_pairs.AsSpan(0, whole + 2 * Vector<float>.Count));
            _pairs.AsSpan(whole, part.Length - whole).CopyTo(part[whole..]);
        }
    }

    /// <summary>Normal numbers of as many numbers drawn; a multiple of two vectors.</summary>
    void Pairs(Span<float> target)
    {
        var step = Vector<float>.Count;
        for (var i = 0; 2 * i < target.Length; i += step)
        {
            var drawn = Vector.ConvertToSingle(Vector.AsVectorInt32(Narrowed(i, 40)) + Vector<int>.One) * Unit24;
            var radius = Vector.SquareRoot(Vector.Log(drawn) * -2f);
            var (sine, cosine) = Trigonometry.SinCos(Vector.AsVectorInt32(Narrowed(i, 16)) & new Vector<int>(0xFFFFFF));
            Interleave(radius * cosine, radius * sine, target[(2 * i)..]);
        }
    }

    /// <summary>The lower 32 of the bits that are left when a vector of drawn numbers is moved down.</summary>
    Vector<uint> Narrowed(int first, int shift) =>
        Vector.Narrow(new Vector<ulong>(_bits, first) >>> shift, new Vector<ulong>(_bits, first + Vector<ulong>.Count) >>> shift);

    static void Interleave(Vector<float> even, Vector<float> odd, Span<float> target)
    {
        Vector.Widen(Vector.AsVectorUInt32(even), out var firstEven, out var secondEven);
        Vector.Widen(Vector.AsVectorUInt32(odd), out var firstOdd, out var secondOdd);
        // Little endian: the upper half of a 64-bit lane is the later number.
        Vector.AsVectorSingle(firstEven | (firstOdd << 32)).CopyTo(target);
        Vector.AsVectorSingle(secondEven | (secondOdd << 32)).CopyTo(target[Vector<float>.Count..]);
    }

    static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    static int Scaled(uint bits, int range) => (int)(((ulong)bits * (uint)range) >> 32);
}
