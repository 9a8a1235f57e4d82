using System.Text.Json.Serialization;
using Bench.Metrics.Statistics;

namespace Bench.Service.Attacks;

/// <summary>How a certificate by randomised smoothing is made.</summary>
/// <param name="Sigma">Standard deviation of the noise, for pixel values in [0, 1].</param>
/// <param name="Selection">Noisy pictures by which the class is chosen, n₀.</param>
/// <param name="Samples">Noisy pictures by which its share is bounded, n.</param>
/// <param name="Alpha">Probability that an image's certificate is false, at most.</param>
public sealed record SmoothingSpec(double Sigma, int Selection, int Samples, double Alpha)
{
    /// <summary>The largest radius that this many draws can certify.</summary>
    [JsonIgnore]
    public double Reach => RadiusOf(ClopperPearson.Lower(Samples, Samples, Alpha));

    /// <summary>σ · Φ⁻¹ of a share's lower bound; 0 where it may be a half or less.</summary>
    public double RadiusOf(double bound) => bound > 0.5 ? Sigma * NormalDistribution.Quantile(bound) : 0;
}
