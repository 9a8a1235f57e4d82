using System.ComponentModel.DataAnnotations;

namespace Bench.Service.Suites;

/// <summary>One number of a suite: the mean of a metric over the members that have it.</summary>
public sealed record SuiteNumber
{
    public const string Mean = "mean";
    public const string MeanOfGroups = "mean-of-groups";

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Id of the metric.</summary>
    public required string Metric { get; init; }

    /// <summary>mean: every member counts the same (when absent); mean-of-groups: every group does.</summary>
    [AllowedValues(Mean, MeanOfGroups)]
    public string Rule { get; init; } = Mean;

    /// <summary>Members of this group alone; all that have the metric when absent.</summary>
    public string? Group { get; init; }

    /// <summary>Fewest members that give a number, which then says how many they are; all of them when
    /// absent.</summary>
    public int? AtLeast { get; init; }

    /// <summary>Whether members share images, so that their intervals may not be taken for independent.</summary>
    public bool SharedImages { get; init; }

    /// <summary>Whether it is a number over this member.</summary>
    public bool Counts(SuiteMember member) => member.Metrics.Contains(Metric) && (Group is null || member.Group == Group);
}
