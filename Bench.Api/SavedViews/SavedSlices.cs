using Bench.Data;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.SavedViews;

/// <summary>A slice that somebody gave a name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Path and query of the page of every model over it.</param>
/// <param name="Set">Key of its set of facets; null where the address leaves it out.</param>
/// <param name="Facet">Name of the facet.</param>
/// <param name="Value">The facet's value; null where models are ranked by all images.</param>
/// <param name="Within">The part of the dataset.</param>
internal sealed record SavedSlice(string Name, string Address, string? Set, string? Facet, string? Value, string? Within);

/// <summary>Saved views of the page of slices, for other pages over the same images.</summary>
internal sealed class SavedSlices(BenchDb db)
{
    public const string Page = "/slices";

    /// <summary>Slices that are looked through, and those that are offered, newest first.</summary>
    const int MostLooked = 500;
    const int MostOffered = 12;

    /// <param name="dataset">Key of the dataset.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<SavedSlice>> OfAsync(string dataset, CancellationToken cancellationToken)
    {
        var views = await db
            .SavedViews.AsNoTracking()
            .Where(view => view.Address.StartsWith(Page + "?"))
            .OrderByDescending(view => view.Id)
            .Take(MostLooked)
            .Select(view => new { view.Name, view.Address })
            .ToListAsync(cancellationToken);
        return [.. views.Select(view => Read(view.Name, view.Address, dataset)).OfType<SavedSlice>().Take(MostOffered)];
    }

    /// <summary>Null where it is of another dataset.</summary>
    static SavedSlice? Read(string name, string address, string dataset)
    {
        var query = QueryHelpers.ParseQuery(address[Page.Length..]);
        return One("dataset") == dataset ? new(name, address, One("set"), One("facet"), One("value"), One("within")) : null;

        string? One(string parameter) => query.TryGetValue(parameter, out var value) ? value.ToString() : null;
    }
}
