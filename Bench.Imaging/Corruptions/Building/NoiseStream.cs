using System.Numerics;
using System.Runtime.InteropServices;

namespace Bench.Imaging.Corruptions.Building;

/// <summary>The random numbers of one corrupted picture: SplitMix64 over a key, so that a picture's noise depends on its key alone and
/// neither on order nor on shards.</summary>
/// <remarks>Number n of key k is mix(k + n · 0x9E3779B97F4A7C15), n = 1, 2, … (Steele, Lea and Flood, 2014). Normal numbers are Box and
/// Muller's: both of a pair come from one 64-bit number, its upper 24 bits for the radius and the next 24 for the angle.</remarks>
sealed class NoiseStream
{
    const float Unit24 = 1f / (1 << 24);
    const int Chunk = 512;

    readonly ulong[] _bits = new ulong[Chunk];
    readonly float[] _radius = new float[Chunk];
    readonly float[] _angle = new float[Chunk];
    ulong _state;

    /// <summary>Begins anew.</summary>
    public void Reset(ulong key) => _state = key;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>The upper 24 bits of the next number.</summary>
    public int Next24() => (int)(Next() >> 40);

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
        for (var i = 0; i < target.Length; i++)
            target[i] = Uniform(low, high);
    }

    /// <summary>Standard normal numbers: the cosines of a pair's angle at even places, the sines at odd ones.</summary>
    public void Normal(Span<float> target)
    {
        for (var first = 0; first < target.Length; first += 2 * Chunk)
        {
            var part = target.Slice(first, Math.Min(2 * Chunk, target.Length - first));
            Radii((part.Length + 1) / 2);
            for (var i = 0; i < part.Length; i++)
                part[i] = (i & 1) == 0 ? _radius[i >> 1] : _angle[i >> 1];
        }
    }

    /// <summary>Fills <see cref="_radius"/> with r · cos and <see cref="_angle"/> with r · sin.</summary>
    void Radii(int pairs)
    {
        for (var i = 0; i < pairs; i++)
        {
            var bits = _bits[i] = Next();
            _radius[i] = ((uint)(bits >> 40) + 1) * Unit24;
            _angle[i] = ((uint)(bits >> 16) & 0xFFFFFF) * Unit24;
        }
        var radii = MemoryMarshal.Cast<float, Vector<float>>(_radius.AsSpan());
        var angles = MemoryMarshal.Cast<float, Vector<float>>(_angle.AsSpan());
        for (var i = 0; i * Vector<float>.Count < pairs; i++)
        {
            var radius = Vector.SquareRoot(Vector.Log(radii[i]) * -2f);
            var (sine, cosine) = Vector.SinCos(angles[i] * MathF.Tau);
            radii[i] = radius * cosine;
            angles[i] = radius * sine;
        }
    }

    static int Scaled(uint bits, int range) => (int)(((ulong)bits * (uint)range) >> 32);
}
