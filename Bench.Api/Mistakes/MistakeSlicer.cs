using Bench.Api.Evaluations.Facets;
using Bench.Data.Datasets;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Refusals;

namespace Bench.Api.Mistakes;

/// <summary>Properties of a dataset's images by which mistakes can be chosen.</summary>
/// <param name="Facets">All of them.</param>
/// <param name="Set">Key of the chosen one's set; null where none is chosen.</param>
/// <param name="Facet">Name of the chosen one.</param>
/// <param name="Values">Its values in their order, those that a wanted image has, each with the number of these.</param>
/// <param name="Choices">What 'within' may name.</param>
internal sealed record MistakeSlices(
    IReadOnlyList<FacetName> Facets,
    string? Set,
    string? Facet,
    IReadOnlyList<(string Value, int Count)> Values,
    IReadOnlyList<FacetChoice> Choices
);

/// <summary>Keeps wanted images of a slice, and says which slices there are.</summary>
internal sealed class MistakeSlicer(DatasetFacets facets)
{
    /// <param name="dataset">The dataset.</param>
    /// <param name="manifest">Its images.</param>
    /// <param name="slice">The slice; all when null.</param>
    /// <param name="found">Wanted images, of which others than the slice's are taken out.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Null where no property is known.</returns>
    /// <exception cref="RefusalException">There is no such set, facet, value or part.</exception>
    public async Task<MistakeSlices?> KeepAsync(
        Dataset dataset,
        DatasetManifest manifest,
        FacetSlice? slice,
        List<int> found,
        CancellationToken cancellationToken
    )
    {
        var columns = await facets.ColumnsAsync(await facets.OfAsync(dataset.Id, key: null, cancellationToken), cancellationToken);
        var chosen = slice is { HasFacet: true } && columns.Count > 0 ? FacetColumn.Find(columns, slice.Set, slice.Facet) : null;
        var counts = new int[(chosen?.Column.Values.Count ?? 0) + 1];
        if ((slice is null ? null : (slice with { Value = null }).Images(manifest, columns)) is { } part)
            found.RemoveAll(image => !part[image]);
        if (chosen is not null)
            foreach (var image in found)
                counts[chosen.Column.Codes.Span[image]]++;
        // The part is out of the way: only the value is left to be asked for.
        if (slice is { Value: not null } && (slice with { Within = null }).Images(manifest, columns) is { } images)
            found.RemoveAll(image => !images[image]);
        return columns.Count == 0
            ? null
            : new(
                [.. columns.Select(each => new FacetName(each.Set, each.Column.Name))],
                chosen?.Set,
                chosen?.Column.Name,
                [
                    .. (chosen?.Places ?? [])
                        .Select(place => (Value: chosen!.Column.Values[place], Count: counts[place + 1]))
                        .Where(each => each.Count > 0 || each.Value == slice?.Value),
                ],
                FacetWithin.Choices(manifest)
            );
    }
}
