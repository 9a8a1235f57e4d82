using Bench.Data.Models;

namespace Bench.Api.Models;

/// <summary>What an upload found new and what it found known.</summary>
/// <param name="NewEntry">Whether the upload made the entry; false when the same owner had entered the same bytes under the same contract
/// before.</param>
/// <param name="NewFile">Whether these bytes had never been uploaded here before.</param>
/// <param name="Ignored">Fields of the manifest that the known entry has otherwise and keeps; PATCH /api/v1/models/{id} changes
/// them.</param>
public sealed record ModelSubmission(bool NewEntry, bool NewFile, IReadOnlyList<string> Ignored)
{
    internal static ModelSubmission New(bool newFile) => new(true, newFile, []);

    /// <summary>The entry stays as it is; what the new manifest says otherwise is named.</summary>
    internal static ModelSubmission Known(Model model, ModelManifest manifest)
    {
        (string Field, string? Known, string? Sent)[] fields =
        [
            ("name", model.Name, manifest.Name.Trim()),
            ("description", model.Description, manifest.Description),
            ("architecture", model.Architecture, manifest.Architecture),
            ("trainingData", model.TrainingData, manifest.TrainingData),
            ("license", model.License, manifest.License),
            ("url", model.Url, manifest.Url),
            ("parentModelId", model.ParentModelId?.ToString(), manifest.ParentModelId?.ToString()),
        ];
        return new(
            false,
            false,
            [.. fields.Where(field => field.Sent is not null && field.Sent != field.Known).Select(field => field.Field)]
        );
    }
}
