using Bench.Data.Outcomes;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts;

/// <summary>ImageNetV2: folders <c>0</c> … <c>999</c> whose names ARE class indices. They are read as numbers: sorted
/// as text, <c>10</c> would come before <c>2</c> and nine tenths of the labels would be wrong.</summary>
sealed class ImageNetV2Layout : IDatasetLayout
{
    public string Id => "imagenetv2";

    public string Reads => "folders named `0` … `999`, the class index";

    public IReadOnlyCollection<string>? ClassFolders(ImageTree tree) => tree.Folders(tree.Unwrap());

    public Task<IReadOnlyList<FoundImage>> FindAsync(LayoutContext context, CancellationToken cancellationToken)
    {
        var start = context.Tree.Unwrap();
        var folders = context.Tree.Folders(start);
        var other = FirstTen.Of(folders.Where(f => !ClassIndexText.TryParse(f, out var number) || number >= context.Classes.Count));
        if (folders.Count == 0 || other.Any)
            throw new DatasetImportException(
                DatasetImportCodes.LayoutInvalid,
                other.Any
                    ? $"{Counted.Of(other.Count, "folder is", "folders are")} not class numbers from 0 to "
                        + $"{context.Classes.Count - 1}: {other}"
                    : "there are no folders named 0, 1, 2, …"
            );
        return Task.FromResult<IReadOnlyList<FoundImage>>(
            ImageFolderLayout.ByFolder(
                context,
                start,
                folders,
                folder => ClassIndexText.TryParse(folder, out var number) ? context.Labels[number] : null,
                cancellationToken
            )
        );
    }
}
