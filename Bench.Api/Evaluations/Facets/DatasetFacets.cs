using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Labels;
using Bench.Metrics.Numerics;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Datasets.Registry;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Evaluations.Facets;

/// <summary>The facets that are known of a dataset's images: its own sets, those of the clean pictures that its images are copies or films
/// of, and what its folders say.</summary>
internal sealed class DatasetFacets(BenchDb db, LabelSetRegistry registry, DatasetStore datasets, VariantCatalog variants)
{
    /// <summary>Current sets in the order of their registration, what every import measures last.</summary>
    /// <param name="dataset">Id of the dataset.</param>
    /// <param name="key">Key of a set; all when null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<FacetSources> OfAsync(Guid dataset, string? key, CancellationToken cancellationToken)
    {
        var subject = await db.Datasets.AsNoTracking().SingleAsync(candidate => candidate.Id == dataset, cancellationToken);
        var own = await SetsAsync(dataset, key, cancellationToken);
        if (!ShowsPicturesOften(subject))
            return new(subject, own, null, [], false);
        var clean = CleanDatasets.Of(subject, await db.Datasets.AsNoTracking().ToListAsync(cancellationToken), variants);
        return new(
            subject,
            own,
            clean,
            clean is null ? [] : await SetsAsync(clean.Id, key, cancellationToken),
            key is null or FacetSources.OfFolders
        );
    }

    /// <param name="images">Whose facets are missing.</param>
    public static RefusalException Missing(string images) =>
        RefusalException.Conflict(
            "facets-missing",
            $"No facets of {images} are registered.",
            $"An operator registers a table with POST /api/v1/label-sets (format {LabelFormats.Facets})."
        );

    /// <summary>Every column of some sets.</summary>
    public async Task<List<FacetColumn>> ColumnsAsync(FacetSources sources, CancellationToken cancellationToken)
    {
        var columns = new List<FacetColumn>();
        foreach (var set in sources.Own)
            columns.AddRange((await LoadAsync(set, cancellationToken)).Select(each => new FacetColumn(set.Key, set.Version, null, each)));
        if (!sources.Folders && sources.OfClean.Count == 0)
            return columns;
        var manifest = await datasets.ManifestAsync(sources.Dataset, cancellationToken);
        if (manifest.Copies is not { } copies)
            return columns;
        if (sources.OfClean.Count > 0)
        {
            var clean = await datasets.ManifestAsync(sources.Clean!, cancellationToken);
            int[] places = [.. copies.Names.Select(name => clean.Index.Find(name))];
            // What is known of a picture of the same name that shows something else is not known of these.
            var areOriginals = Namesakes.AreOriginalsOfPictures(manifest, clean, copies.Of, places);
            foreach (var set in areOriginals ? sources.OfClean : [])
                columns.AddRange(
                    (await LoadAsync(set, cancellationToken)).Select(each => new FacetColumn(
                        set.Key,
                        set.Version,
                        sources.Clean!.Key,
                        OfCopies(each, copies, places)
                    ))
                );
        }
        if (sources.Folders)
            columns.AddRange(OfFolders(manifest).Select(each => new FacetColumn(FacetSources.OfFolders, 1, null, each)));
        return columns;
    }

    /// <summary>Images of a slice; null for all.</summary>
    /// <exception cref="RefusalException">There is no such set, facet, value or part.</exception>
    public async Task<BitSet?> ImagesAsync(Guid dataset, DatasetManifest manifest, FacetSlice slice, CancellationToken cancellationToken)
    {
        if (slice is { HasFacet: false, Within: null })
            return null;
        var columns = slice.HasFacet ? await ColumnsAsync(await OfAsync(dataset, key: null, cancellationToken), cancellationToken) : [];
        return slice.Images(manifest, columns);
    }

    Task<List<LabelSet>> SetsAsync(Guid dataset, string? key, CancellationToken cancellationToken) =>
        db
            .LabelSets.AsNoTracking()
            .Where(set => set.DatasetId == dataset && set.IsCurrent && set.Format == LabelFormats.Facets && (key == null || set.Key == key))
            .OrderBy(set => set.Key == PropertyFacets.Key)
            .ThenBy(set => set.Id)
            .ToListAsync(cancellationToken);

    async Task<IEnumerable<LabelColumn>> LoadAsync(LabelSet set, CancellationToken cancellationToken) =>
        (await registry.LoadAsync(set, cancellationToken)).Columns.Where(column =>
            set.Key != PropertyFacets.Key || column.Name != PropertyFacets.HashColumn
        );

    bool ShowsPicturesOften(Dataset dataset) => dataset.State == DatasetState.Ready && variants.ShowsPicturesOften(dataset);

    /// <summary>The value of each picture, given to each of its copies.</summary>
    static LabelColumn OfCopies(LabelColumn column, PictureCopies copies, int[] places)
    {
        var codes = new ushort[copies.Of.Count];
        for (var image = 0; image < codes.Length; image++)
            if (places[copies.Of[image]] is >= 0 and var place)
                codes[image] = column.Codes.Span[place];
        return column with { Codes = codes };
    }

    static IEnumerable<LabelColumn> OfFolders(DatasetManifest manifest) =>
        manifest
            .Images[0]
            .Facets.Values.Keys.Select(name => LabelColumn.Create(name, [.. manifest.Images.Select(image => image.Facets[name])]));
}
