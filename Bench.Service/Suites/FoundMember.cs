using Bench.Data.Datasets;
using Bench.Data.Outcomes;

namespace Bench.Service.Suites;

/// <summary>A member of a suite, and the dataset that it is here.</summary>
/// <param name="Member">As the suite names it.</param>
/// <param name="Dataset">A ready dataset; null where there is none.</param>
/// <param name="Missing">Why there is none.</param>
public sealed record FoundMember(SuiteMember Member, Dataset? Dataset, Failure? Missing)
{
    /// <summary>Members of a suite in its order, each with its dataset.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="datasets">Every registered dataset.</param>
    public static IReadOnlyList<FoundMember> Of(SuiteDeclaration suite, IReadOnlyList<Dataset> datasets) =>
        [.. suite.Members.Select(member => Of(member, datasets))];

    static FoundMember Of(SuiteMember member, IReadOnlyList<Dataset> datasets)
    {
        var candidates = datasets
            .Where(dataset => member.Dataset is { } key ? dataset.Key == key : dataset.Variant == member.Variant)
            .OrderBy(dataset => dataset.State != DatasetState.Ready)
            .ThenBy(dataset => dataset.Id)
            .ToList();
        if (candidates.Count == 0)
            return new(
                member,
                null,
                new Failure(
                    "suite-member-missing",
                    member.Dataset is { } key
                        ? $"There is no dataset '{key}' here."
                        : $"No dataset of the variant '{member.Variant}' is registered here.",
                    "The operator registers it with POST /api/v1/datasets."
                )
            );
        if (candidates[0] is { State: DatasetState.Ready } ready)
            return new(member, ready, null);
        return new(
            member,
            null,
            candidates[0].State == DatasetState.Importing
                ? new Failure(
                    "dataset-importing",
                    $"The dataset '{candidates[0].Key}' is still being imported.",
                    $"Wait until GET /api/v1/datasets/{candidates[0].Key} says ready."
                )
                : new Failure(
                    "dataset-failed",
                    $"The import of the dataset '{candidates[0].Key}' failed: {candidates[0].Failure?.Message}",
                    "Ask the operator to correct its files and import it again."
                )
        );
    }
}
