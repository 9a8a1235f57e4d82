namespace Bench.Metrics.Robustness;

/// <summary>One corruption of ImageNet-C.</summary>
/// <param name="Corruption">Folder name, such as <c>gaussian_noise</c>.</param>
/// <param name="MeanError">Mean top-1 error over the five severities, in [0, 1].</param>
/// <param name="CorruptionErrorRate">CE: the error over AlexNet's, 1 = as bad as AlexNet; NaN where AlexNet's is not
/// published.</param>
/// <param name="RelativeCorruptionErrorRate">Relative CE: the rise over the clean error, over AlexNet's rise; NaN
/// without a clean error.</param>
public sealed record CorruptionError(string Corruption, double MeanError, double CorruptionErrorRate, double RelativeCorruptionErrorRate);
