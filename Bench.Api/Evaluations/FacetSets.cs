using Bench.Data;
using Bench.Data.Labels;
using Bench.Service.Labels;
using Bench.Service.Labels.Registry;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Evaluations;

/// <summary>The facets that are registered for a dataset's images.</summary>
internal sealed class FacetSets(BenchDb db, LabelSetRegistry registry)
{
    /// <summary>Current sets in the order of their registration, what every import measures last.</summary>
    /// <param name="dataset">Id of the dataset.</param>
    /// <param name="key">Key of a set; all when null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<List<LabelSet>> OfAsync(Guid dataset, string? key, CancellationToken cancellationToken) =>
        db
            .LabelSets.AsNoTracking()
            .Where(set => set.DatasetId == dataset && set.IsCurrent && set.Format == LabelFormats.Facets && (key == null || set.Key == key))
            .OrderBy(set => set.Key == PropertyFacets.Key)
            .ThenBy(set => set.Id)
            .ToListAsync(cancellationToken);

    /// <param name="images">Whose facets are missing.</param>
    public static RefusalException Missing(string images) =>
        RefusalException.Conflict(
            "facets-missing",
            $"No facets of {images} are registered.",
            $"An operator registers a table with POST /api/v1/label-sets (format {LabelFormats.Facets})."
        );

    /// <summary>Every column of some sets.</summary>
    public async Task<List<(LabelSet Set, LabelColumn Column)>> ColumnsAsync(List<LabelSet> sets, CancellationToken cancellationToken)
    {
        var columns = new List<(LabelSet, LabelColumn)>();
        foreach (var set in sets)
            columns.AddRange(
                (await registry.LoadAsync(set, cancellationToken))
                    .Columns.Where(column => set.Key != PropertyFacets.Key || column.Name != PropertyFacets.HashColumn)
                    .Select(column => (set, column))
            );
        return columns;
    }
}
