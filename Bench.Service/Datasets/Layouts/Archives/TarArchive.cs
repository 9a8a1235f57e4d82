using Bench.Data.Outcomes;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Layouts.Archives;

/// <summary><c>.tar</c>, <c>.tar.gz</c> or <c>.tgz</c>, one or several in a folder (ImageNet-C comes in five). What is
/// unpacked is in the layout in which the variant is published; lists and maps next to the pictures are unpacked
/// too.</summary>
sealed class TarArchive : IArchive
{
    static readonly string[] Sides = [".txt", ".csv", ".json", ".md"];
    static readonly string[] Packed = [".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".zip", ".7z", ".rar"];

    public string Id => "tar";

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
        var (archives, pictures) = (ArchiveFiles.Find(root, ".tar", ".tar.gz", ".tgz"), 0);
        foreach (var archive in archives)
        {
            var (ignored, packed) = (new FirstTen(), false);
            await foreach (var (name, stream, length) in TarMembers.ReadAsync(archive, cancellationToken))
            {
                // AppleDouble files and the like begin with a dot.
                if (Litter.IsIn(name))
                    continue;
                var ending = Path.GetExtension(name).ToLowerInvariant();
                pictures += ImageTree.IsImage(name) ? 1 : 0;
                if (ImageTree.IsImage(name) || Sides.Contains(ending))
                    await content.AddAsync(name, stream, length, cancellationToken);
                else
                {
                    ignored.Add(name);
                    packed |= Packed.Contains(ending);
                }
            }
            if (ignored.Any)
                throw new DatasetImportException(
                    DatasetImportCodes.LayoutInvalid,
                    $"{Counted.Of(ignored.Count, "member")} of {Path.GetFileName(archive)} "
                        + $"{Counted.Word(ignored.Count, "is no picture", "are no pictures")}: {ignored}. "
                        + (packed ? "Unpack archives inside archives first" : $"Pictures end in {ImageTree.Endings}")
                );
        }
        if (pictures == 0)
            throw new DatasetImportException(
                DatasetImportCodes.Missing,
                $"there is no picture in {FirstTen.Of(archives.Select(file => Path.GetFileName(file)))}"
            );
    }
}
