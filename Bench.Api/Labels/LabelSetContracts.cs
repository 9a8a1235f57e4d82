using Bench.Data.Outcomes;
using Bench.Service.Labels;

namespace Bench.Api.Labels;

/// <param name="Kind">single, set, slice or annotations.</param>
/// <param name="Used">Images that the view uses.</param>
/// <param name="Excluded">Images left out, by reason.</param>
/// <param name="Checks">What is doubtful about these labels.</param>
/// <param name="Scored">Completed evaluations scored under it.</param>
/// <param name="ToScore">Evaluations to score under it: all completed ones of the dataset; none for annotations, no
/// more for a version that was replaced.</param>
/// <param name="Failed">Evaluations whose scoring under it has failed permanently; the operator's log says why.</param>
public sealed record LabelSetView(
    Guid Id,
    string Dataset,
    string Key,
    int Version,
    [property: KnownLabelSetKind] string Kind,
    string Format,
    string? Source,
    string? SourceSha256,
    string Hash,
    int Used,
    IReadOnlyDictionary<string, int> Excluded,
    IReadOnlyList<Check> Checks,
    bool IsCurrent,
    int Scored,
    int ToScore,
    int Failed,
    DateTime CreatedAt
);
