namespace Bench.Metrics.OpenSet;

/// <summary>Open-set classification rate: area under correct-classification rate against false positive rate, in [0,
/// accuracy on known classes].</summary>
/// <remarks>
/// At threshold θ, CCR = share of known images that are classified right with knownness ≥ θ, FPR = share of unknown
/// images with knownness ≥ θ. Dhamija et al., "Reducing network agnostophobia", 2018. Equal scores pass together and
/// are joined by a straight line, so the area is (#{right known above unknown} + ½ #{equal}) / (known · unknown), and
/// accuracy × AUROC of the right known images. NaN without known or without unknown images.
/// </remarks>
public static class Oscr
{
    /// <param name="known">Knownness of each image of a known class, higher = more surely known.</param>
    /// <param name="right">Whether that image is classified right; same length.</param>
    /// <param name="unknown">Knownness of each image of an unknown class.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or a score is NaN.</exception>
    public static double Compute(ReadOnlySpan<float> known, ReadOnlySpan<bool> right, ReadOnlySpan<float> unknown)
    {
        if (known.Length != right.Length)
            throw new ArgumentException($"{known.Length} scores and {right.Length} outcomes", nameof(right));
        if (known.Length == 0 || unknown.Length == 0)
            return double.NaN;
        var rightKnown = new float[right.Count(true)];
        for (int i = 0, place = 0; i < known.Length; i++)
            if (right[i])
                rightKnown[place++] = known[i];
        return rightKnown.Length == 0
            ? 0
            : (double)rightKnown.Length / known.Length * Auroc.Compute(ThresholdSweep.OfTwo(rightKnown, unknown));
    }
}
