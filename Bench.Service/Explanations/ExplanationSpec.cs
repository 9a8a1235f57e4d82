using System.Text.Json.Serialization;

namespace Bench.Service.Explanations;

/// <summary>An explanation as it is asked for, nothing left open. What it says decides every number of the
/// result.</summary>
public sealed record ExplanationSpec
{
    public const string GradientInput = "gradient-input",
        IntegratedGradients = "integrated-gradients",
        SmoothGrad = "smoothgrad",
        GradCam = "grad-cam",
        Occlusion = "occlusion",
        Rise = "rise";

    /// <summary>Names of methods, and how many draws or steps each takes unless something else is said; 0 where it
    /// takes none.</summary>
    public static readonly IReadOnlyDictionary<string, int> Methods = new Dictionary<string, int>
    {
        [GradientInput] = 0,
        [IntegratedGradients] = 50,
        [SmoothGrad] = 50,
        [GradCam] = 0,
        [Occlusion] = 0,
        [Rise] = 1_000,
    };

    [KnownMethod]
    public required string Method { get; init; }

    /// <summary>Steps of integrated gradients, noisy copies of SmoothGrad, masks of RISE; else 0.</summary>
    public required int Draws { get; init; }

    /// <summary>Whose score is explained.</summary>
    public required ExplainedClass Class { get; init; }

    /// <summary>Index of the one image; null for a sample.</summary>
    public required int? Image { get; init; }

    /// <summary>Images of the sample at most, chosen as those of an attack, but of all images unless the class is the
    /// label; 1 for one image.</summary>
    public required int Images { get; init; }

    /// <summary>Chooses the sample and every random number.</summary>
    public required long Seed { get; init; }

    /// <summary>SHA-256 of the boxes that the maps are held against; null where the dataset has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Boxes { get; init; }

    public bool NeedsGradient => Method is GradientInput or IntegratedGradients or SmoothGrad or GradCam;
}
