using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Imaging.Properties;
using Bench.Service.Claims;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Service.Datasets.Layouts;
using Bench.Service.Datasets.Layouts.Archives;
using Bench.Service.Datasets.Layouts.Registered;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Variants;
using Bench.Service.Inputs;

namespace Bench.Service.Datasets.Import;

/// <summary>Makes a manifest from a folder, archive or list: unpack, resolve classes, find images, verify the variant, hash.</summary>
/// <remarks>Writes nothing but the unpacked content and the journal. It may be run again after it died at any point: files already unpacked
/// and hashes already in the journal are kept.</remarks>
public static class DatasetImporter
{
    /// <param name="root">The dataset's folder, archive or list: a path already resolved by <see cref="DatasetPath.Resolve"/>.</param>
    /// <param name="options">How it is to be read.</param>
    /// <param name="progress">Told about images done; may be null.</param>
    /// <param name="cancellationToken">Stops the import.</param>
    /// <exception cref="DatasetImportException">What is missing, extra or unreadable.</exception>
    public static Task<ImportedDataset> ImportAsync(
        string root,
        DatasetImportOptions options,
        IProgress<DatasetImportProgress>? progress,
        CancellationToken cancellationToken
    ) => ImportAsync(root, DatasetVariants.Get(options.Variant), options, progress, cancellationToken);

    public static async Task<ImportedDataset> ImportAsync(
        string root,
        DatasetVariant variant,
        DatasetImportOptions options,
        IProgress<DatasetImportProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        if (!DatasetLayouts.All.Contains(options.Layout))
            throw new DatasetImportException(
                DatasetImportCodes.LayoutUnknown,
                $"there is no layout '{FirstTen.Printable(options.Layout)}'; known are {string.Join(", ", DatasetLayouts.All)}"
            );
        if (!Path.Exists(root))
            throw new DatasetImportException(DatasetImportCodes.Missing, $"there is no '{Path.GetFileName(root)}'");

        var (id, folder, file) = (options.Layout, root, default(string));
        if (DatasetLayouts.FindArchive(options.Layout) is { } archive)
        {
            folder = options.ContentFolder ?? throw new ArgumentException("an archive needs a content folder", nameof(options));
            try
            {
                Directory.CreateDirectory(folder);
                await archive.UnpackAsync(root, new ContentFolder(folder, options.Limits, progress), cancellationToken);
            }
            catch (Exception error) when (error is not DatasetImportException && StorageFault.IsRefused(error))
            {
                throw new UnpackRefusedException(error);
            }
            id = archive.InnerLayout(folder, variant.Layout);
        }
        else if (File.Exists(root))
            (folder, file) = (Path.GetDirectoryName(Path.GetFullPath(root))!, Path.GetFileName(root));

        progress?.Report(new DatasetImportProgress("listing", 0, 0));
        var layout = DatasetLayouts.Find(id)!;
        if (file is not null && layout.HasImages)
            throw new DatasetImportException(DatasetImportCodes.LayoutInvalid, $"'{file}' is a file; the layout '{id}' needs a folder");
        var context = await ContextAsync(layout, folder, file, variant, options, cancellationToken);
        var found = (await layout.FindAsync(context, cancellationToken)).ToArray();
        if (found.Length == 0)
            throw new DatasetImportException(
                DatasetImportCodes.Missing,
                $"there is no picture in '{Path.GetFileName(root)}' (.jpeg, .jpg, .png, .webp or .bmp)"
            );
        if (found.Length > options.Limits.Images)
            throw new DatasetImportException(
                DatasetImportCodes.TooLarge,
                $"{Counted.Of(found.Length, "image")}; at most {options.Limits.Images:N0} are taken"
            );
        Array.Sort(found, (a, b) => string.CompareOrdinal(a.Path, b.Path));
        VariantCheck.Verify(variant, found, context.Classes);
        var checks = KnownLabels.Verify(
            [.. found.Select(f => new ManifestImage(f.Path, 0, default, f.Classes, f.Facets))],
            context.Space,
            isVal: variant.Key == DatasetVariants.ValKey
        );
        checks = [.. checks, .. context.Checks];
        if (GroupOverlap.Of(context.Space) is { } overlap)
            checks = [.. checks, overlap];
        if (layout.IsFilms && FrameGaps.Of(found) is { } gaps)
            checks = [.. checks, gaps];

        var pictures = layout.HasImages;
        var properties = pictures && options.Properties && !layout.HeadOnly ? new ImageProperties?[found.Length] : [];
        IReadOnlyList<ManifestImage> images = pictures
            ? await ImageHasher.HashAsync(context.Tree.Root, found, properties, options, progress, cancellationToken)
            : [.. found.Select(f => new ManifestImage(f.Path, 0, default, f.Classes, f.Facets))];
        // Copies and frames may well be alike.
        if (pictures && !layout.HeadOnly && SamePictures.Of(images) is { } same)
            checks = [.. checks, same];
        if (pictures && layout.IsCorruptionTree && SameCells.Of(images) is { } cells)
            checks = [.. checks, cells];
        var manifest = Manifest(context, variant, found, images);
        if (UnevenCells.Of(manifest) is { } uneven)
            checks = [.. checks, uneven];
        if (manifest.CropOnly && UncutPictures.Of(context.Tree.Root, found) is { } uncut)
            checks = [.. checks, uncut];
        return new ImportedDataset(manifest, context.Outputs, pictures ? context.Tree.Root : null)
        {
            Checks = checks,
            Properties = properties,
        };
    }

    static async Task<LayoutContext> ContextAsync(
        IDatasetLayout layout,
        string folder,
        string? file,
        DatasetVariant variant,
        DatasetImportOptions options,
        CancellationToken cancellationToken
    )
    {
        var tree = new ImageTree(folder);
        var folders = options.Classes == ClassSpaceResolver.FromFolders ? layout.ClassFolders(tree) : null;
        // What the operator says goes before what the variant says.
        var own = options.Classes == ImageNet1kClasses.Key ? variant.Classes : null;
        var classes =
            variant.Groups is { } groups && options.Classes == ImageNet1kClasses.Key
                ? await AuthorsGroups.FindAsync(variant.Key, tree.Root, options, groups, cancellationToken)
                : await ClassSpaceResolver.ResolveAsync(own ?? options.Classes, options.DatasetsRoot, folders, cancellationToken);
        var map =
            variant.FolderMap && layout is ImageFolderLayout
                ? await FolderMap.FindAsync(tree.Root, options, classes.Labels, cancellationToken)
                : null;
        return new LayoutContext(tree, classes, new ClassLabels(classes.Labels.Count), options, map, file)
        {
            Folders = variant.FolderPattern is { } pattern ? FolderPattern.Parse(pattern) : null,
        };
    }

    static ushort[] MaskOf(FoundImage[] found)
    {
        ushort[] mask = [.. found.SelectMany(image => image.Classes).Distinct().Order()];
        return mask.Length > 0
            ? mask
            : throw new DatasetImportException(
                DatasetImportCodes.ClassesWrong,
                "no image has a class, so there are none to score over. Register it without 'masked'"
            );
    }

    static DatasetManifest Manifest(
        LayoutContext context,
        DatasetVariant variant,
        FoundImage[] found,
        IReadOnlyList<ManifestImage> images
    ) =>
        new()
        {
            Layout = context.Options.Layout,
            Variant = variant.Key,
            ClassSpaceKey = context.Outputs.Key,
            ClassSpaceHash = context.Outputs.Hash,
            ClassCount = context.Outputs.Count,
            Groups = context.Groups,
            Mask = context.Groups is null && (variant.Masked || context.Options.Masked) ? MaskOf(found) : null,
            Border = variant.Border,
            // A part of ImageNet-C, or another tree of 224 pixels: the layout says so where no variant does.
            CropOnly =
                variant.CropOnly
                || (variant.Key == DatasetVariants.CustomKey && DatasetLayouts.Find(context.Options.Layout) is { CropOnly: true }),
            Images = images,
        };
}
