namespace Bench.Metrics.Robustness;

/// <summary>ImageNet-C in one number, and in nineteen.</summary>
/// <remarks>
/// CE_c = Σ_s E_{s,c} / Σ_s E^AlexNet_{s,c} over the five severities; mCE = mean CE over the 15 corruptions of
/// <see cref="AlexNetErrors.Mean"/>. Relative CE_c = (Ē_c − E_clean) / (Ē_c^AlexNet − 0.4348). Hendrycks and
/// Dietterich, 2019. Everything as a fraction: a published "mCE 76.7" is 0.767 here.
/// With any of the 15 missing, mCE and relative mCE are NaN and <see cref="MissingCorruptions"/> says which.
/// </remarks>
public sealed record CorruptionSummary
{
    /// <summary>Severities of each corruption, 1 to this.</summary>
    public const int Severities = 5;

    /// <summary>Every corruption given: the 15 in the order of the paper, then others by name.</summary>
    public required IReadOnlyList<CorruptionError> Corruptions { get; init; }

    /// <summary>mCE.</summary>
    public required double MeanCorruptionError { get; init; }

    /// <summary>Relative mCE; NaN also without a clean error.</summary>
    public required double RelativeMeanCorruptionError { get; init; }

    /// <summary>Which of the 15 are missing.</summary>
    public required IReadOnlyList<string> MissingCorruptions { get; init; }

    /// <param name="errors">Top-1 error, in [0, 1], of severities 1 to 5, by corruption.</param>
    /// <param name="cleanError">The model's top-1 error on clean images; NaN when unknown.</param>
    /// <exception cref="ArgumentException">A corruption has not five severities, or an error is not in [0,
    /// 1].</exception>
    public static CorruptionSummary Of(IReadOnlyDictionary<string, IReadOnlyList<double>> errors, double cleanError = double.NaN)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (cleanError is < 0 or > 1)
            throw new ArgumentException($"a clean error of {cleanError} is not in [0, 1]", nameof(cleanError));
        foreach (var (corruption, rates) in errors)
        {
            if (rates.Count != Severities)
                throw new ArgumentException($"{corruption} has {rates.Count} severities, not {Severities}", nameof(errors));
            if (rates.Any(static rate => rate is not (>= 0 and <= 1)))
                throw new ArgumentException($"{corruption} has an error outside [0, 1]", nameof(errors));
        }

        var fifteen = Paper.Where(errors.ContainsKey).Select(name => Describe(name, errors[name].Average(), cleanError)).ToArray();
        var others = errors
            .Keys.Except(Paper)
            .Order(StringComparer.Ordinal)
            .Select(name => Describe(name, errors[name].Average(), cleanError));
        var complete = fifteen.Length == Paper.Length;
        return new()
        {
            Corruptions = [.. fifteen, .. others],
            MeanCorruptionError = complete ? fifteen.Average(static c => c.CorruptionErrorRate) : double.NaN,
            RelativeMeanCorruptionError = complete ? fifteen.Average(static c => c.RelativeCorruptionErrorRate) : double.NaN,
            MissingCorruptions = [.. Paper.Where(name => !errors.ContainsKey(name))],
        };
    }

    static readonly string[] Paper =
    [
        "gaussian_noise",
        "shot_noise",
        "impulse_noise",
        "defocus_blur",
        "glass_blur",
        "motion_blur",
        "zoom_blur",
        "snow",
        "frost",
        "fog",
        "brightness",
        "contrast",
        "elastic_transform",
        "pixelate",
        "jpeg_compression",
    ];

    /// <summary>The 15 corruptions in the order of the paper.</summary>
    public static IReadOnlyList<string> Averaged => Paper;

    /// <summary>The 15 and the extra ones.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Paper, .. AlexNetErrors.Extra];

    // A ratio of sums over the same severities is the ratio of their means.
    static CorruptionError Describe(string corruption, double mean, double clean)
    {
        var alexNet = AlexNetErrors.Mean.TryGetValue(corruption, out var known) ? known : double.NaN;
        return new(corruption, mean, mean / alexNet, (mean - clean) / (alexNet - AlexNetErrors.Clean));
    }
}
