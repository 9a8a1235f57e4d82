using Bench.Data.Datasets;
using Bench.Data.Outcomes;
using Bench.Imaging.Corruptions;
using Bench.Service.Datasets.Import;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;

namespace Bench.Service.Datasets.Generated;

/// <summary>The manifest of a dataset that is made from another's pictures: each of them once for each corruption and
/// level.</summary>
public static class GeneratedManifest
{
    /// <summary>As many as a manifest may have.</summary>
    internal const int MostImages = 16 << 20;

    /// <summary>Imports the dataset: no file is read or written.</summary>
    public static async Task<ImportedDataset> ImportAsync(
        Dataset dataset,
        Dataset parent,
        DatasetStore store,
        CancellationToken cancellationToken
    )
    {
        var source = await store.ManifestAsync(parent, cancellationToken);
        var manifest = Of(source, dataset.Variant, dataset.Recipe!);
        return new(manifest, await store.OutputsAsync(parent, cancellationToken), null)
        {
            Checks = [.. parent.Checks, Said(dataset.Recipe!)],
        };
    }

    public static DatasetManifest Of(DatasetManifest source, string variant, GenerationRecipe recipe)
    {
        var family = CorruptionFamily.Find(recipe.Family)!;
        var cells =
            from name in recipe.Corruptions
            let corruption = family.Corruption(name)!
            from severity in recipe.Severities
            let level = corruption.Levels[severity - 1]
            select (Start: $"{name}/{level}/", Facets: FacetSet.Of((FacetNames.Corruption, name), (FacetNames.Severity, level)));
        var images = new List<ManifestImage>(source.Count * recipe.Corruptions.Count * recipe.Severities.Count);
        // The source is in the ordinal order of its paths, and no start is the beginning of another.
        foreach (var (start, facets) in cells.OrderBy(cell => cell.Start, StringComparer.Ordinal))
            images.AddRange(source.Images.Select(image => image with { Path = start + image.Path, Facets = facets }));
        return new()
        {
            Layout = LayoutIds.ImageNetC,
            Variant = variant,
            ClassSpaceKey = source.ClassSpaceKey,
            ClassSpaceHash = source.ClassSpaceHash,
            ClassCount = source.ClassCount,
            Mask = source.Mask,
            Groups = source.Groups,
            Border = source.Border,
            CropOnly = true,
            Generation = new(family.Key, CorruptionFamily.Version, recipe.Seed, recipe.JpegQuality),
            Images = images,
        };
    }

    static Check Said(GenerationRecipe recipe) =>
        Check.Note(
            CheckCodes.PicturesGenerated,
            FormattableString.Invariant($"The pictures are those of '{recipe.Parent}', corrupted here by {recipe.Family}'s published ")
                + FormattableString.Invariant($"constants (seed {recipe.Seed}, {Jpeg(recipe)}). Compare models over them with each other, ")
                + $"not with numbers published for {recipe.Family}."
        );

    static string Jpeg(GenerationRecipe recipe) =>
        recipe.JpegQuality is { } quality ? FormattableString.Invariant($"JPEG quality {quality}") : "no JPEG";
}
