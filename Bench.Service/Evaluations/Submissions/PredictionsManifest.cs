using System.ComponentModel.DataAnnotations;
using Bench.Service.Models.Registration;
using Bench.Service.Sharing;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>What comes with predictions that were made elsewhere.</summary>
/// <param name="Name">How the model is called on the leaderboard, 1 to 200 characters.</param>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="Format">csv (file_name,predicted_class,predicted_probability), npz (as downloaded here) or topk-npy
/// ([N, k] class indices, best first).</param>
/// <param name="ModelId">A model that earlier predictions made: these are of the same model, over another
/// dataset.</param>
/// <param name="ParentModelId">The model that it was made from.</param>
/// <param name="OutputKind">What the numbers are: logits, probabilities, logProbabilities, sigmoid, percentages or
/// scores. Without it a csv holds probabilities and an npz logits.</param>
/// <param name="Description">Anything worth knowing.</param>
/// <param name="Architecture">For example ResNet-50.</param>
/// <param name="TrainingData">For example ImageNet-1k.</param>
/// <param name="License">For example Apache-2.0.</param>
/// <param name="Url">http or https.</param>
/// <param name="Tags">Words to sort the model under, up to 20 of letters, digits and - _ . + /.</param>
/// <param name="Sharing">Who may see the model and its evaluations; everybody where it is absent. A model that is there
/// keeps its own.</param>
public sealed record PredictionsManifest(
    string Name,
    string Dataset,
    [property: AllowedValues(SubmissionFormats.Csv, SubmissionFormats.Npz, SubmissionFormats.TopKNpy)] string Format,
    string? Description = null,
    string? Architecture = null,
    string? TrainingData = null,
    string? License = null,
    string? Url = null,
    Guid? ModelId = null,
    Guid? ParentModelId = null,
    [property: AllowedValues("logits", "probabilities", "logProbabilities", "sigmoid", "percentages", "scores")] string? OutputKind = null,
    IReadOnlyList<string>? Tags = null,
    Audience? Sharing = null
)
{
    /// <summary>What it says of the model.</summary>
    public ModelDescription OfModel() => new(Name, Description, Architecture, TrainingData, License, Url, ParentModelId, Tags, Sharing);
}
