using Bench.Api.Http;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Service.Json;
using Bench.Service.Models;
using Bench.Service.Models.Embeddings;
using Bench.Service.Models.Registration;
using Bench.Service.Sharing;

namespace Bench.Api.Models;

/// <summary>A model as lists show it.</summary>
/// <param name="Owner">Name of the key that entered it; null when that key is gone.</param>
public sealed record ModelSummary(
    Guid Id,
    string Name,
    string? Owner,
    ModelState State,
    string? Architecture,
    string? TrainingData,
    string? Precision,
    long? Parameters,
    long? Macs,
    string? Sha256,
    long FileSize,
    DateTime CreatedAt
);

/// <summary>A model with all that is known about it.</summary>
/// <param name="Id">Of the model.</param>
/// <param name="Name">As on the leaderboard.</param>
/// <param name="Owner">Name of the key that entered it; null when that key is gone.</param>
/// <param name="State">inspecting, ready, invalid, or predictionsOnly where there is no file.</param>
/// <param name="Error">Why it is invalid.</param>
/// <param name="Tags">Words that its owner sorts it under.</param>
/// <param name="Preprocessing">The contract in timm's names; null means the defaults.</param>
/// <param name="Output">Name of the output that is read; null for the first that fits.</param>
/// <param name="BackgroundClass">Index of a background class that is dropped.</param>
/// <param name="Embedding">How the output is compared with class embeddings; null where it holds class scores.</param>
/// <param name="Sha256">Of the uploaded file; several entries may be on the same file.</param>
/// <param name="FileSize">Bytes.</param>
/// <param name="Graph">What the file says of itself.</param>
/// <param name="Inspection">What a look in the sandbox found: provider, batch, speed, outputs.</param>
/// <param name="Checks">Choices made about it and what is doubtful.</param>
/// <param name="Sharing">Who may see it and its evaluations.</param>
/// <param name="Evaluations">Where its evaluations are listed.</param>
public sealed record ModelView(
    Guid Id,
    string Name,
    string? Owner,
    ModelState State,
    Failure? Error,
    string? Description,
    string? Architecture,
    string? TrainingData,
    string? License,
    string? Url,
    IReadOnlyList<string> Tags,
    Guid? ParentModelId,
    PreprocessingContract? Preprocessing,
    string? Output,
    int? BackgroundClass,
    EmbeddingContract? Embedding,
    string? Sha256,
    long FileSize,
    string? FileName,
    string? Precision,
    long? Parameters,
    long? Macs,
    ModelGraph? Graph,
    ModelInspection? Inspection,
    IReadOnlyList<Check> Checks,
    Audience Sharing,
    string Evaluations,
    DateTime CreatedAt
)
{
    /// <summary>What the upload that this answers found new and known; absent from every other answer.</summary>
    public ModelSubmission? Submission { get; init; }

    internal static ModelView Of(Model model, string? owner)
    {
        var contract = ModelContract.Parse(model.Contract);
        return new ModelView(
            model.Id,
            model.Name,
            owner,
            model.State,
            model.Failure,
            model.Description,
            model.Architecture,
            model.TrainingData,
            model.License,
            model.Url,
            model.Tags,
            model.ParentModelId,
            StoredJson.Read<PreprocessingContract>(model.Preprocessing),
            contract.Output,
            contract.BackgroundClass,
            contract.Embedding,
            model.Sha256,
            model.FileSize,
            model.FileName,
            model.Precision,
            model.Parameters,
            model.Macs,
            StoredJson.Read<ModelGraph>(model.Graph),
            StoredJson.Read<ModelInspection>(model.Inspection),
            model.Checks.With(StoredJson.Read<ModelInspection>(model.Inspection)?.Checks ?? []),
            Audience.Of(model.Visibility, model.TeamId, model.PublicFrom),
            $"/api/v1/evaluations?modelId={model.Id}",
            model.CreatedAt
        );
    }
}
