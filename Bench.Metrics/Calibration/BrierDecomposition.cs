namespace Bench.Metrics.Calibration;

/// <summary>Murphy's parts of the Brier score of top-label confidence: reliability − resolution +
/// uncertainty.</summary>
/// <param name="Reliability">Σ_b (n_b / N) · (accuracy_b − confidence_b)²; lower is better.</param>
/// <param name="Resolution">Σ_b (n_b / N) · (accuracy_b − accuracy)²; higher is better.</param>
/// <param name="Uncertainty">accuracy · (1 − accuracy); says nothing of the confidence.</param>
/// <remarks>The parts add up to mean (c − a)² exactly where every bin holds one confidence value; within wider bins the
/// variance of confidence and its covariance with correctness remain (Stephenson et al., 2008). Murphy, 1973. N = 0
/// gives NaN.</remarks>
public readonly record struct BrierDecomposition(double Reliability, double Resolution, double Uncertainty)
{
    public double this[BrierPart part] =>
        part switch
        {
            BrierPart.Reliability => Reliability,
            BrierPart.Resolution => Resolution,
            _ => Uncertainty,
        };

    /// <param name="confidence">Top-label probability of each image; length N, each in [0, 1].</param>
    /// <param name="correct">Whether that label was right; length N.</param>
    /// <param name="bins">Number of equal-width bins.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or a confidence is NaN or outside [0,
    /// 1].</exception>
    public static BrierDecomposition Compute(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct, int bins = 15) =>
        Compute(ConfidencePairs.Sort(confidence, correct), bins);

    public static BrierDecomposition Compute(ConfidencePairs pairs, int bins = 15)
    {
        var edges = ConfidenceBins.Edges(pairs.Confidence, bins, Binning.Width);
        var (gaps, hits, weights) = (new double[bins], new double[bins], new double[bins]);
        for (var b = 0; b < bins; b++)
        {
            gaps[b] = pairs.GapSums[edges[b + 1]] - pairs.GapSums[edges[b]];
            hits[b] = pairs.Correct.AsSpan(edges[b]..edges[b + 1]).Count(true);
            weights[b] = edges[b + 1] - edges[b];
        }
        return FromBins(gaps, hits, weights);
    }

    /// <summary>From Σ w·(correct − confidence), Σ w·correct and Σ w of each bin.</summary>
    internal static BrierDecomposition FromBins(ReadOnlySpan<double> gaps, ReadOnlySpan<double> hits, ReadOnlySpan<double> weights)
    {
        var (n, right) = (0.0, 0.0);
        for (var b = 0; b < gaps.Length; b++)
            (n, right) = (n + weights[b], right + hits[b]);
        var (accuracy, reliability, resolution) = (right / n, 0.0, 0.0);
        for (var b = 0; b < gaps.Length; b++)
        {
            if (weights[b] <= 0)
                continue;
            reliability += gaps[b] * gaps[b] / weights[b];
            var rise = hits[b] / weights[b] - accuracy;
            resolution += weights[b] * rise * rise;
        }
        return new(reliability / n, resolution / n, accuracy * (1 - accuracy));
    }
}
