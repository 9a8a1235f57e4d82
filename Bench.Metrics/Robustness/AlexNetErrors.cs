using System.Collections.Frozen;

namespace Bench.Metrics.Robustness;

/// <summary>AlexNet's error rates on ImageNet-C, the yardstick of corruption errors.</summary>
/// <remarks>Means over the five severities, as published: Hendrycks and Dietterich, "Benchmarking neural network
/// robustness to common corruptions and perturbations", 2019.</remarks>
public static class AlexNetErrors
{
    /// <summary>Error on the clean validation images.</summary>
    public const double Clean = 0.4348;

    /// <summary>The 15 corruptions that the mean is taken over, by folder name.</summary>
    public static FrozenDictionary<string, double> Mean { get; } =
        new Dictionary<string, double>
        {
            ["gaussian_noise"] = 0.886,
            ["shot_noise"] = 0.894,
            ["impulse_noise"] = 0.923,
            ["defocus_blur"] = 0.820,
            ["glass_blur"] = 0.826,
            ["motion_blur"] = 0.786,
            ["zoom_blur"] = 0.798,
            ["snow"] = 0.867,
            ["frost"] = 0.827,
            ["fog"] = 0.819,
            ["brightness"] = 0.565,
            ["contrast"] = 0.853,
            ["elastic_transform"] = 0.646,
            ["pixelate"] = 0.718,
            ["jpeg_compression"] = 0.607,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Corruptions held out for tuning: reported, never averaged, and without an AlexNet error here.</summary>
    public static IReadOnlyList<string> Extra { get; } = ["speckle_noise", "gaussian_blur", "spatter", "saturate"];
}
