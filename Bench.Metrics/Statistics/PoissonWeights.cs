namespace Bench.Metrics.Statistics;

/// <summary>Resampling weights of the Poisson bootstrap: independent Poisson(1) counts, a function of seed, resample and image alone.</summary>
/// <remarks>Hanley and MacGibbon, 2006. Counts come from 16-bit uniforms by inversion, so probabilities are exact to 2⁻¹⁷; the generator is SplitMix64.
/// Nothing is stored: every metric, label view and model that shares a seed meets the same resamples, which is what pairs them.</remarks>
public static class PoissonWeights
{
    static readonly float[] CountOf = Invert();

    /// <summary>Writes the weights of all images in one resample.</summary>
    public static void Fill(ulong seed, int resample, Span<float> weights)
    {
        var state = Mix(seed ^ Mix((ulong)resample + 1));
        var i = 0;
        for (; i + 4 <= weights.Length; i += 4)
        {
            var bits = Mix(state += 0x9E3779B97F4A7C15);
            weights[i] = CountOf[(ushort)bits];
            weights[i + 1] = CountOf[(ushort)(bits >> 16)];
            weights[i + 2] = CountOf[(ushort)(bits >> 32)];
            weights[i + 3] = CountOf[(ushort)(bits >> 48)];
        }
        for (var bits = Mix(state + 0x9E3779B97F4A7C15); i < weights.Length; i++, bits >>= 16) weights[i] = CountOf[(ushort)bits];
    }

    static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    static float[] Invert()
    {
        var table = new float[65536];
        var (count, probability) = (0, Math.Exp(-1));
        var cumulative = probability;
        for (var u = 0; u < table.Length; u++)
        {
            while ((u + 0.5) / 65536 > cumulative && count < 9) cumulative += probability /= ++count;
            table[u] = count;
        }
        return table;
    }
}
