using System.Runtime.Intrinsics;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Scoring.Resampling;

/// <summary>Resampling weights of the Poisson bootstrap: independent Poisson(1) counts, a function of seed, resample
/// and image alone.</summary>
/// <remarks>Hanley and MacGibbon, 2006. Counts come from 16-bit uniforms by inversion, so probabilities are exact to
/// 2⁻¹⁷; the generator is SplitMix64. Nothing is stored: every metric, label set and model that shares a seed meets the
/// same resamples, which is what pairs them.</remarks>
static class PoissonWeights
{
    const int ImagesOfState = 4;

    /// <summary>The least uniform of each count from 1 on.</summary>
    static readonly uint[] Thresholds = Invert();

    /// <summary>Writes the weights of all images in <see cref="Lanes.Count"/> consecutive resamples, a lane
    /// each.</summary>
    public static void Fill(ulong seed, int firstResample, Span<Vector256<float>> weights)
    {
        var lanes = Vector512.Create([
            .. Enumerable.Range(firstResample, Lanes.Count).Select(resample => Mix(seed ^ Mix((ulong)resample + 1))),
        ]);
        for (var i = 0; i < weights.Length; i += ImagesOfState)
        {
            lanes += Vector512.Create(0x9E3779B97F4A7C15UL);
            var bits = Mix(lanes);
            for (var image = i; image < Math.Min(i + ImagesOfState, weights.Length); image++, bits >>= 16)
                weights[image] = Counts(Vector512.Narrow(bits & Vector512.Create(0xFFFFUL), Vector512<ulong>.Zero).GetLower());
        }
    }

    static Vector256<float> Counts(Vector256<uint> uniforms)
    {
        var counts = Vector256<uint>.Zero;
        // A comparison that holds is −1.
        foreach (var threshold in Thresholds)
            counts -= Vector256.GreaterThanOrEqual(uniforms, Vector256.Create(threshold));
        return Vector256.ConvertToSingle(counts.AsInt32());
    }

    static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    static Vector512<ulong> Mix(Vector512<ulong> x)
    {
        x = (x ^ (x >> 30)) * Vector512.Create(0xBF58476D1CE4E5B9UL);
        x = (x ^ (x >> 27)) * Vector512.Create(0x94D049BB133111EBUL);
        return x ^ (x >> 31);
    }

    static uint[] Invert()
    {
        var thresholds = new List<uint>();
        var (count, probability) = (0, Math.Exp(-1));
        var cumulative = probability;
        for (var u = 0u; u < 65_536; u++)
            while ((u + 0.5) / 65_536 > cumulative && count < 9)
            {
                cumulative += probability /= ++count;
                thresholds.Add(u);
            }
        return [.. thresholds];
    }
}
