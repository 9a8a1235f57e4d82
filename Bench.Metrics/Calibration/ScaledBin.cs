namespace Bench.Metrics.Calibration;

/// <summary>One bin of images that are right with probability c + s·g each (<see cref="LocalGaps"/>).</summary>
/// <param name="Images">n.</param>
/// <param name="Confidence">Σ c.</param>
/// <param name="Gap">Σ g.</param>
/// <param name="Own">Σ c (1 − c).</param>
/// <param name="Mixed">Σ g (1 − 2c).</param>
/// <param name="Square">Σ g².</param>
readonly record struct ScaledBin(int Images, double Confidence, double Gap, double Own, double Mixed, double Square)
{
    /// <summary>Expected number of right images.</summary>
    public double Hits(double scale) => Math.Clamp(Confidence + scale * Gap, 0, Images);

    /// <summary>Expected right images less the sum of confidences.</summary>
    public double Mean(double scale) => Hits(scale) - Confidence;

    /// <summary>What is left of the scaled gap where no image would be right, or all: other images may be more confident
    /// than these, or less.</summary>
    public double Beyond(double scale) => Confidence + scale * Gap - Hits(scale);

    /// <summary>Variance of the number of right images.</summary>
    public double Variance(double scale)
    {
        var hits = Hits(scale);
        return Math.Clamp(Own + scale * Mixed - scale * scale * Square, 0, hits * (1 - hits / Images));
    }
}
