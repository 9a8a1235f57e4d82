using System.Text.Json.Serialization;
using Bench.Onnx.Gradients;

namespace Bench.Service.Explanations;

/// <summary>The images of an explanation; stored as a blob.</summary>
/// <param name="Images">In the order in which they were chosen, but for those that cannot be decoded.</param>
/// <param name="Features">What Grad-CAM's maps are of; null for other methods.</param>
/// <param name="HasBoxes">Whether the dataset had boxes of its objects.</param>
/// <param name="Steps">Operators that jump between the picture and the answer, where the method goes by the gradient, which passes none of
/// them.</param>
public sealed record ExplanationResults(
    IReadOnlyList<ExplainedImage> Images,
    FeatureTensor? Features = null,
    bool HasBoxes = false,
    IReadOnlyList<string>? Steps = null
);

/// <summary>One image.</summary>
/// <param name="Index">In the dataset.</param>
/// <param name="Path">Its name in the dataset.</param>
/// <param name="Class">The class whose score is explained.</param>
/// <param name="Insertion">Its probability while pixels are put into a blurred picture, the most important ones first.</param>
/// <param name="Deletion">Its probability while pixels are taken away.</param>
/// <param name="Map">The map over the picture as the model sees it, a PNG file.</param>
public sealed record ExplainedImage(int Index, string Path, int Class, FidelityCurve Insertion, FidelityCurve Deletion, byte[] Map)
{
    /// <summary>Probability of the class for the whole picture.</summary>
    public double Probability => Deletion.Probabilities[0];

    /// <summary>Whether the map is the same everywhere: it says nothing of the picture.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Flat { get; init; }

    /// <summary>Where the map is strongest; null where the image has no box, or the class is not its label.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Pointing? Pointing { get; init; }

    /// <summary>Why the map is not held against the image's boxes: one reaches beyond the picture. Null where none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WhyNotPointing { get; init; }
}
