using System.Text.Json.Serialization;

namespace Bench.Service.Suites;

/// <summary>A suite: several datasets read together, under a headline.</summary>
public sealed record SuiteDeclaration
{
    /// <summary>Name in addresses: lower-case letters, digits, '.', '_' and '-'.</summary>
    public required string Key { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>What it asks, and what one should know of it.</summary>
    public string? Description { get; init; }

    /// <summary>What to cite for the choice of sets and for the headline.</summary>
    public string? Citation { get; init; }

    /// <summary>Datasets, label sets and metrics, in the order in which they are shown.</summary>
    public required IReadOnlyList<SuiteMember> Members { get; init; }

    /// <summary>Names of members whose images count as in-distribution next to the clean dataset, for the full-spectrum
    /// metrics.</summary>
    public IReadOnlyList<string> InDistribution { get; init; } = [];

    /// <summary>What models are ranked by.</summary>
    public required SuiteNumber Headline { get; init; }

    /// <summary>Further numbers.</summary>
    public IReadOnlyList<SuiteNumber> Also { get; init; } = [];

    /// <summary>The headline first.</summary>
    [JsonIgnore]
    public IEnumerable<SuiteNumber> Numbers => Also.Prepend(Headline);
}
