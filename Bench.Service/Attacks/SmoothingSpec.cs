namespace Bench.Service.Attacks;

/// <summary>How a certificate by randomised smoothing is made.</summary>
/// <param name="Sigma">Standard deviation of the noise, for pixel values in [0, 1].</param>
/// <param name="Selection">Noisy pictures by which the class is chosen, n₀.</param>
/// <param name="Samples">Noisy pictures by which its share is bounded, n.</param>
/// <param name="Alpha">Probability that an image's certificate is false, at most.</param>
public sealed record SmoothingSpec(double Sigma, int Selection, int Samples, double Alpha);
