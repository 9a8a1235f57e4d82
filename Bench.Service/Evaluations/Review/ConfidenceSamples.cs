using System.Collections.Concurrent;

namespace Bench.Service.Evaluations.Review;

/// <summary>Confidences at a few images of prediction files that were read before: they tell that two files have not the same ones without
/// reading either again.</summary>
/// <remarks>By blob key, whose bytes never change. 2 KB each.</remarks>
public sealed class ConfidenceSamples
{
    const int Images = 512;
    const int Most = 4_096;

    /// <summary>Of files that have nine in ten confidences in common, 512 images show fewer once in more than 10^20 times.</summary>
    const double LeastAlike = 0.75;

    readonly ConcurrentDictionary<string, float[]> _samples = new();

    /// <param name="blob">Of the file.</param>
    /// <param name="confidence">[N] its confidences; null where it has none, which is remembered too.</param>
    public void Keep(string blob, float[]? confidence)
    {
        if (_samples.Count >= Most)
            _samples.Clear();
        _samples[blob] = Of(confidence ?? []);
    }

    /// <summary>Whether a file is known not to have most of these confidences.</summary>
    /// <param name="blob">Of the file.</param>
    /// <param name="confidence">[N] the confidences.</param>
    /// <param name="same">The largest difference of two that are the same.</param>
    public bool AreOthers(string blob, float[] confidence, float same)
    {
        if (!_samples.TryGetValue(blob, out var known))
            return false;
        var own = Of(confidence);
        return known.Length != own.Length
            || known.Zip(own).Count(pair => MathF.Abs(pair.First - pair.Second) <= same) < LeastAlike * own.Length;
    }

    static float[] Of(float[] confidence)
    {
        var sample = new float[Math.Min(Images, confidence.Length)];
        for (var i = 0; i < sample.Length; i++)
            sample[i] = confidence[(long)i * confidence.Length / sample.Length];
        return sample;
    }
}
