using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Labels;
using Bench.Data.Models;

namespace Bench.Service.Evaluations.Scores.Derived;

/// <summary>The clean and parent evaluations that derived scores need, as far as they exist.</summary>
/// <param name="CleanDataset">The dataset that its own is compared with.</param>
/// <param name="Clean">The same model's evaluation over it.</param>
/// <param name="ParentModel">The model's declared parent.</param>
/// <param name="Parent">The parent's evaluation over the same dataset, under the same preprocessing where there is
/// one.</param>
/// <param name="Hierarchies">Registered is-a files, newest first: the newest that fits the classes is in use.</param>
/// <param name="Rules">The error-rules file in use.</param>
public sealed record Counterpart(
    Dataset? CleanDataset,
    Evaluation? Clean,
    Model? ParentModel,
    Evaluation? Parent,
    IReadOnlyList<Hierarchy> Hierarchies,
    ErrorRules? Rules
)
{
    /// <summary>Every dataset, as it was when the counterpart was looked for.</summary>
    internal IReadOnlyList<Dataset> Datasets { get; init; } = [];

    /// <summary>Whether scores with the other one would be the same.</summary>
    public bool IsSameAs(Counterpart other) =>
        (CleanDataset?.Id, Clean?.Id, Parent?.Id, Rules?.Id) == (other.CleanDataset?.Id, other.Clean?.Id, other.Parent?.Id, other.Rules?.Id)
        && Hierarchies.Select(hierarchy => hierarchy.Id).SequenceEqual(other.Hierarchies.Select(hierarchy => hierarchy.Id));
}
