using Bench.Data.Outcomes;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts.Archives;

/// <summary><c>.tar</c>, <c>.tar.gz</c> or <c>.tgz</c>, one or several in a folder (ImageNet-C comes in five). What is
/// unpacked is in the layout in which the variant is published; lists and maps next to the pictures are unpacked
/// too.</summary>
sealed class TarArchive : IArchive
{
    static readonly string[] Sides = [".txt", ".csv", ".json", ".md"];

    public string Id => LayoutIds.Tar;

    public string Reads =>
        "`.tar`, `.tar.gz` or `.tgz`, one or several, unpacked once; inside is the layout in which the variant is published";

    public string InnerLayout(string folder, string published) =>
        published == LayoutIds.ImageFolder
        && new ImageTree(folder) is var tree
        && tree.Folders(tree.Unwrap()).Count == 0
        && tree.ImagesIn(tree.Unwrap()).Any(i => i.Contains("ILSVRC2012_val_", StringComparison.Ordinal))
            ? LayoutIds.IlsvrcFlat
            : published;

    public async Task UnpackAsync(string root, ContentFolder content, CancellationToken cancellationToken)
    {
        foreach (var archive in ArchiveFiles.Find(root, ".tar", ".tar.gz", ".tgz"))
        {
            var ignored = new FirstTen();
            await foreach (var (name, stream, length) in TarMembers.ReadAsync(archive, cancellationToken))
            {
                // AppleDouble files and the like begin with a dot.
                if (Litter.IsIn(name))
                    continue;
                if (ImageTree.IsImage(name) || Sides.Contains(Path.GetExtension(name).ToLowerInvariant()))
                    await content.AddAsync(name, stream, length, cancellationToken);
                else
                    ignored.Add(name);
            }
            if (ignored.Any)
                throw new DatasetImportException(
                    DatasetImportCodes.LayoutInvalid,
                    $"{Counted.Of(ignored.Count, "member")} of {Path.GetFileName(archive)} "
                        + $"{Counted.Word(ignored.Count, "is no picture", "are no pictures")}: {ignored}. Unpack archives "
                        + "inside archives first"
                );
        }
    }
}
