using Bench.Metrics.Numerics;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Refusals;

namespace Bench.Api.Evaluations.Facets;

/// <summary>Images with one value of a property, in a part of a dataset.</summary>
/// <param name="Set">Key of a set of facets; the first when null.</param>
/// <param name="Facet">Name of one of its columns; the first when null.</param>
/// <param name="Value">One of its values; all images when null.</param>
/// <param name="Within">A part of the dataset by what its folders say; all of it when null.</param>
internal sealed record FacetSlice(string? Set, string? Facet, string? Value, string? Within)
{
    public bool HasFacet => Set is not null || Facet is not null || Value is not null;

    /// <param name="manifest">The dataset.</param>
    /// <param name="columns">Its properties; may be empty where the slice names none.</param>
    /// <returns>Null for all.</returns>
    /// <exception cref="RefusalException">There is no such set, facet, value or part.</exception>
    public BitSet? Images(DatasetManifest manifest, List<FacetColumn> columns)
    {
        var within = FacetWithin.Read(Within, manifest)?.Images;
        if (!HasFacet)
            return within;
        if (columns.Count == 0)
            throw DatasetFacets.Missing("this dataset's images");
        var facet = FacetColumn.Find(columns, Set, Facet);
        if (Value is not { } value)
            return within;
        var code = facet.PlaceOf(value) + 1;
        var images = new BitSet(manifest.Count);
        for (var image = 0; image < manifest.Count; image++)
            images[image] = facet.Column.Codes.Span[image] == code && within?[image] != false;
        return images;
    }
}
