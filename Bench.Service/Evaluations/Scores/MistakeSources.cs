using Bench.Data.Labels;

namespace Bench.Service.Evaluations.Scores;

/// <summary>Registered files that can explain mistakes over a dataset.</summary>
/// <param name="Rules">The error-rules file in use.</param>
/// <param name="Hierarchies">Registered is-a files, newest first: the newest that fits the classes is in use.</param>
/// <param name="Shown">The label set of format real-json.</param>
/// <param name="Reviewed">Annotations of format mistakes.</param>
public sealed record MistakeSources(
    ErrorRules? Rules,
    IReadOnlyList<Hierarchy> Hierarchies,
    LabelSet? Shown,
    IReadOnlyList<LabelSet> Reviewed
)
{
    /// <summary>The same text for the same sources, another one for others.</summary>
    public string Version =>
        string.Join(
            ' ',
            [Rules?.Hash, .. Hierarchies.Select(hierarchy => hierarchy.Hash), Shown?.Hash, .. Reviewed.Select(set => set.Hash)]
        );
}
