using System.Text.Json;
using Bench.Service.Json;
using Bench.Service.Models.Embeddings;
using Bench.Service.Sharing;

namespace Bench.Service.Models.Registration;

/// <summary>What the submitter says about a model.</summary>
/// <param name="Name">How it is called on the leaderboard, 1 to 200 characters.</param>
/// <param name="Description">Anything worth knowing, up to 10,000 characters.</param>
/// <param name="Architecture">For example ResNet-50.</param>
/// <param name="TrainingData">For example ImageNet-1k.</param>
/// <param name="ParentModelId">The model here that this one was made from: quantised, fine-tuned, pruned.</param>
/// <param name="License">For example Apache-2.0.</param>
/// <param name="Url">http or https.</param>
/// <param name="Preprocessing">The contract: timm's pretrained_cfg as it is, or the same names with resize,
/// channel_order, layout and value_range. Defaults: 224, bilinear, 0.875, center, ImageNet mean and std.</param>
/// <param name="Output">Name of the output to read; the first whose rows fit the dataset's classes when absent.</param>
/// <param name="BackgroundClass">Index of a background class among C + 1 outputs that is dropped: 0, or C for the
/// last.</param>
/// <param name="OutputKind">What the output's numbers are, where the author knows: logits, probabilities,
/// logProbabilities, sigmoid, percentages or scores. Without it the graph and the rows are asked.</param>
/// <param name="Embedding">For a model that gives embeddings: {classes, similarity?, temperature?}. classes is a .npy
/// matrix [classes, width] in the .zip, similarity is cosine (default) or euclidean, and similarities are divided by
/// the temperature (default 1).</param>
/// <param name="Tags">Words to sort it under, up to 20 of letters, digits and - _ . + /.</param>
/// <param name="Sharing">Who may see it and its evaluations; everybody where it is absent.</param>
/// <param name="UploadId">A finished resumable upload to take the file from, instead of the part 'file'.</param>
public sealed record ModelManifest(
    string Name,
    string? Description = null,
    string? Architecture = null,
    string? TrainingData = null,
    Guid? ParentModelId = null,
    string? License = null,
    string? Url = null,
    [property: WrittenAs(typeof(PreprocessingRequest))] JsonElement? Preprocessing = null,
    string? Output = null,
    int? BackgroundClass = null,
    [property: WrittenAs(typeof(EmbeddingContract))] JsonElement? Embedding = null,
    Guid? UploadId = null,
    [property: System.ComponentModel.DataAnnotations.AllowedValues(
        "logits",
        "probabilities",
        "logProbabilities",
        "sigmoid",
        "percentages",
        "scores"
    )]
        string? OutputKind = null,
    IReadOnlyList<string>? Tags = null,
    Audience? Sharing = null
)
{
    /// <summary>What it says of the model.</summary>
    public ModelDescription OfModel() => new(Name, Description, Architecture, TrainingData, License, Url, ParentModelId, Tags, Sharing);
}
