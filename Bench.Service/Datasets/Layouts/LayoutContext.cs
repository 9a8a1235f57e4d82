using Bench.Data.Outcomes;
using Bench.Service.Datasets.ClassSpaces;

namespace Bench.Service.Datasets.Layouts;

/// <summary>Everything that a layout may read while it looks for images.</summary>
/// <param name="Tree">The dataset's folder.</param>
/// <param name="Space">What labels and outputs mean.</param>
/// <param name="Labels">Shared label objects.</param>
/// <param name="Options">How it is to be read.</param>
/// <param name="Map">Classes of each folder where folders are not classes themselves (ObjectNet); else null.</param>
/// <param name="File">Name of the file that the operator gave instead of a folder; else null.</param>
public sealed record LayoutContext(
    ImageTree Tree,
    DatasetClasses Space,
    ClassLabels Labels,
    DatasetImportOptions Options,
    FolderMap? Map,
    string? File
)
{
    /// <summary>Doubts about what was read.</summary>
    public List<Check> Checks { get; } = [];

    /// <summary>How folders are called where they say more than a class; else null.</summary>
    public FolderPattern? Folders { get; init; }

    /// <summary>Classes that folders and lists name.</summary>
    public ClassSpace Classes => Space.Labels;

    /// <summary>Classes of a model's outputs.</summary>
    public ClassSpace Outputs => Space.Outputs;

    /// <summary>Groups of the outputs' classes that labels mean; null where labels mean the classes.</summary>
    public GroupSpace? Groups => Space.Groups;
}
