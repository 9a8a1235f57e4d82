using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Variants;

namespace Bench.Service.Datasets.Import;

/// <summary>Groups of classes from the file that a variant's authors publish and the operator puts next to the
/// pictures.</summary>
static class AuthorsGroups
{
    public static async Task<DatasetClasses> FindAsync(
        string variant,
        string root,
        DatasetImportOptions options,
        VariantGroups groups,
        CancellationToken cancellationToken
    )
    {
        var parent = Path.GetDirectoryName(root);
        var above = parent is not null && DatasetPath.IsInside(DatasetPath.RealPath(options.DatasetsRoot), parent) ? parent : null;
        string?[] folders = [root, Path.Join(root, "mappings"), above, above is null ? null : Path.Join(above, "mappings")];
        var path = folders.OfType<string>().Select(folder => Path.Join(folder, groups.File)).FirstOrDefault(File.Exists);
        if (path is null)
            throw new DatasetImportException(
                DatasetImportCodes.ClassesInvalid,
                $"{variant} needs the groups of its authors: put {groups.File} ({groups.Url}) into the dataset's folder or next to it, "
                    + "or name a file of groups as 'classes'"
            );
        var space = await ClassGroupFile.ReadAuthorsAsync(
            path,
            Path.GetFileNameWithoutExtension(groups.File),
            groups.Rule,
            groups.Rest,
            groups.Ids,
            cancellationToken
        );
        return new(ImageNet1kClasses.Space, space);
    }
}
