using Bench.Service.Sharing;

namespace Bench.Service.Models.Registration;

/// <summary>New texts of an entry. A field that is left out stays; an empty text clears it. What was measured, the file
/// and the contract never change.</summary>
/// <param name="Name">How it is called on the leaderboard, 1 to 200 characters.</param>
/// <param name="Description">Anything worth knowing, up to 10,000 characters.</param>
/// <param name="Architecture">For example ResNet-50.</param>
/// <param name="TrainingData">For example ImageNet-1k.</param>
/// <param name="License">For example Apache-2.0.</param>
/// <param name="Url">http or https.</param>
/// <param name="Tags">Words to sort it under, up to 20 of letters, digits and - _ . + /; an empty list clears
/// them.</param>
/// <param name="Sharing">Who may see it from now on.</param>
public sealed record ModelPatch(
    string? Name = null,
    string? Description = null,
    string? Architecture = null,
    string? TrainingData = null,
    string? License = null,
    string? Url = null,
    IReadOnlyList<string>? Tags = null,
    Audience? Sharing = null
)
{
    /// <summary>What it says of a model that has this name so far.</summary>
    public ModelDescription Over(string name) => new(Name ?? name, Description, Architecture, TrainingData, License, Url, Tags: Tags);
}
