namespace Bench.Service.Datasets.Variants;

/// <summary>Groups of ImageNet's classes in their authors' own file, which lies with the dataset.</summary>
public sealed record VariantGroups
{
    /// <summary>Name of the file: looked for in the dataset's folder, in its <c>mappings</c>, and in these next to
    /// it.</summary>
    public required string File { get; init; }

    /// <summary>Where its authors publish it.</summary>
    public required string Url { get; init; }

    /// <summary><c>mean</c>, <c>max</c> or <c>sum</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>Whether the classes of no group are one more, so that an answer among them is wrong.</summary>
    public bool Rest { get; init; }

    /// <summary>Ids of the groups by number, where the file maps classes to numbers of groups.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];
}
