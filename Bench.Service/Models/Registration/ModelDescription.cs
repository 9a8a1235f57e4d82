using Bench.Service.Sharing;

namespace Bench.Service.Models.Registration;

/// <summary>Texts that describe a model, as its submitter gives them.</summary>
/// <param name="Name">How it is called on the leaderboard.</param>
/// <param name="ParentModelId">The model here that it was made from.</param>
/// <param name="Tags">Words to sort it under.</param>
/// <param name="Sharing">Who may see it; null for everybody.</param>
public sealed record ModelDescription(
    string Name,
    string? Description = null,
    string? Architecture = null,
    string? TrainingData = null,
    string? License = null,
    string? Url = null,
    Guid? ParentModelId = null,
    IReadOnlyList<string>? Tags = null,
    Audience? Sharing = null
);
