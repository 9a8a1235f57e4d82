namespace Bench.Workers.Attacks;

/// <summary>SplitMix64: numbers that depend on the seed alone, on every machine and in every batch, and that another
/// language makes in three lines.</summary>
internal struct SeededRandom(ulong seed)
{
    ulong _state = seed;

    /// <summary>A generator for one image in one part of an attack, so that neither batches nor shards change its
    /// numbers.</summary>
    public static SeededRandom For(long seed, long image, int part) =>
        new(Mix(Mix((ulong)seed + 0x9E3779B97F4A7C15) ^ (ulong)image) ^ (ulong)part);

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>Uniform in [0, 1), 24 bits.</summary>
    public float NextSingle() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform in [0, <paramref name="end"/>).</summary>
    public int NextInt(int end) => (int)((Next() >> 32) * (ulong)end >> 32);

    /// <summary>One or minus one.</summary>
    public float NextSign() => (Next() >> 63) == 0 ? -1 : 1;

    /// <summary>Standard normal (Box and Muller, the cosine of each pair).</summary>
    public float NextNormal() =>
        (float)(
            Math.Sqrt(-2 * Math.Log(1 - ((Next() >> 11) * (1.0 / (1L << 53)))))
            * Math.Cos(2 * Math.PI * ((Next() >> 11) * (1.0 / (1L << 53))))
        );

    /// <summary>Standard normal numbers (Box and Muller, cosine and sine of each pair).</summary>
    public void FillNormals(Span<float> numbers)
    {
        for (var i = 0; i < numbers.Length; i += 2)
        {
            var length = Math.Sqrt(-2 * Math.Log(1 - ((Next() >> 11) * (1.0 / (1L << 53)))));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * ((Next() >> 11) * (1.0 / (1L << 53))));
            numbers[i] = (float)(length * cosine);
            if (i + 1 < numbers.Length)
                numbers[i + 1] = (float)(length * sine);
        }
    }

    static ulong Mix(ulong value)
    {
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }
}
