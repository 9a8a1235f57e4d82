using Bench.Service.Datasets;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Inputs;

namespace Bench.Tests.Docs.Examples;

/// <summary>All pictures in one folder, the class id in front of each name: <c>n01440764_10026.JPEG</c>.</summary>
sealed class PrefixedLayout : IDatasetLayout
{
    public string Id => "prefixed";

    public string Reads => "pictures in one folder, named `<class>_*`";

    public IReadOnlyCollection<string> ClassFolders(ImageTree tree) =>
        [.. tree.ImagesIn("").Select(ClassOf).Distinct(StringComparer.Ordinal)];

    public Task<IReadOnlyList<FoundImage>> FindAsync(LayoutContext context, CancellationToken cancellationToken)
    {
        var (found, unknown) = (new List<FoundImage>(), new FirstTen());
        foreach (var path in context.Tree.ImagesIn(""))
            if (context.Classes.IndexOf(ClassOf(path)) is { } index)
                found.Add(new FoundImage(path, context.Labels[index], FacetSet.None));
            else
                unknown.Add(path);
        return unknown.Any
            ? throw new DatasetImportException(
                DatasetImportCodes.ClassUnknown,
                $"{unknown.Count:N0} names do not begin with a class of '{context.Classes.Key}': {unknown}"
            )
            : Task.FromResult<IReadOnlyList<FoundImage>>(found);
    }

    static string ClassOf(string path) => path[..Math.Max(0, path.IndexOf('_'))];
}
