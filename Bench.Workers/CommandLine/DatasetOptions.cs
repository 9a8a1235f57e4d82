using System.CommandLine;
using Bench.Service.Datasets;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Layouts.Registered;
using Bench.Service.Datasets.Variants;

namespace Bench.Workers.CommandLine;

/// <summary>How a verb is told what a dataset is, the same in each.</summary>
internal static class DatasetOptions
{
    public static Option<string> Layout() =>
        new("--layout")
        {
            Description = $"One of {string.Join(", ", DatasetLayouts.All)}",
            DefaultValueFactory = _ => LayoutIds.ImageFolder,
        };

    public static Option<string> Variant() =>
        new("--variant")
        {
            Description = "ImageNet variant whose counts and classes are checked",
            DefaultValueFactory = _ => DatasetVariants.CustomKey,
        };

    /// <param name="where">Where lists of the caller's own are looked for; null for any path.</param>
    public static Option<string> Classes(string? where = null) =>
        new("--classes")
        {
            Description =
                $"{ImageNet1kClasses.Key}, {ClassSpaceResolver.FromFolders}, {string.Join(", ", KnownGroups.Keys)}, "
                + $"or a list of classes or of groups{(where is null ? "" : $" under {where}")}",
            DefaultValueFactory = _ => ImageNet1kClasses.Key,
        };

    public static Option<string[]> Labels() =>
        new("--labels") { Description = "More label sets, as FORMAT:FILE or KEY=FORMAT:FILE; may be given several times" };
}
