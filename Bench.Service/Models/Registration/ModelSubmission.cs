using Bench.Data.Models;
using Bench.Service.Sharing;

namespace Bench.Service.Models.Registration;

/// <summary>What an upload found new and what it found known.</summary>
/// <param name="NewEntry">Whether the upload made the entry; false when the same owner had entered the same bytes under
/// the same contract before.</param>
/// <param name="NewFile">Whether these bytes had never been uploaded here before.</param>
/// <param name="Ignored">Fields of the manifest that the known entry has otherwise and keeps; PATCH /api/v1/models/{id}
/// changes them.</param>
public sealed record ModelSubmission(bool NewEntry, bool NewFile, IReadOnlyList<string> Ignored)
{
    internal static ModelSubmission New(bool newFile) => new(true, newFile, []);

    /// <summary>The entry stays as it is; what the new description says otherwise is named.</summary>
    internal static ModelSubmission Known(Model model, ModelDescription description)
    {
        (string Field, string? Known, string? Sent)[] fields =
        [
            ("name", model.Name, description.Name.Trim()),
            ("description", model.Description, description.Description),
            ("architecture", model.Architecture, description.Architecture),
            ("trainingData", model.TrainingData, description.TrainingData),
            ("license", model.License, description.License),
            ("url", model.Url, description.Url),
            ("tags", string.Join(',', model.Tags), description.Tags is null ? null : string.Join(',', ModelTags.Of(description.Tags))),
            ("parentModelId", model.ParentModelId?.ToString(), description.ParentModelId?.ToString()),
            ("sharing", $"{Audience.Of(model.Visibility, model.TeamId, model.PublicFrom)}", description.Sharing?.ToString()),
        ];
        return new(
            false,
            false,
            [.. fields.Where(field => field.Sent is not null && field.Sent != field.Known).Select(field => field.Field)]
        );
    }
}
