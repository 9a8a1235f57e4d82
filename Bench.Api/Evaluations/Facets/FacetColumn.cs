using Bench.Service.Labels;
using Bench.Service.Refusals;

namespace Bench.Api.Evaluations.Facets;

/// <summary>A property of a dataset's images.</summary>
/// <param name="Set">Key of its set; <see cref="FacetSources.OfFolders"/> for what folders say.</param>
/// <param name="Version">The set's version.</param>
/// <param name="From">Key of the clean dataset whose pictures the set is about; null for the dataset's own.</param>
/// <param name="Column">A value for each image of the dataset.</param>
internal sealed record FacetColumn(string Set, int Version, string? From, LabelColumn Column)
{
    /// <param name="columns">At least one.</param>
    /// <param name="set">Key of a set; any when null.</param>
    /// <param name="facet">Name of a column; the first when null.</param>
    /// <exception cref="RefusalException">There is no such set or column.</exception>
    public static FacetColumn Find(List<FacetColumn> columns, string? set, string? facet)
    {
        var ofSet = columns.FindAll(each => set is null || each.Set == set);
        if (ofSet.Count == 0)
            throw RefusalException.Unknown("set of facets", "label-set-not-found", set!, columns.Select(each => each.Set).Distinct());
        var place = facet is null ? 0 : ofSet.FindIndex(each => each.Column.Name == facet);
        return place >= 0
            ? ofSet[place]
            : throw RefusalException.Unknown("facet", "facet-not-found", facet!, ofSet.Select(each => each.Column.Name));
    }

    /// <summary>Places of the values in the order that readers see: numbers and bins ascending, then texts.</summary>
    public IReadOnlyList<int> Places =>
        [
            .. Enumerable
                .Range(0, Column.Values.Count)
                .OrderBy(place => FacetReader.Order(Column.Values[place]))
                .ThenBy(place => Column.Values[place], StringComparer.Ordinal),
        ];

    /// <summary>Place of a value among the column's.</summary>
    /// <exception cref="RefusalException">No image has it.</exception>
    public int PlaceOf(string value)
    {
        var place = Column.Values.ToList().IndexOf(value);
        return place >= 0 ? place : throw RefusalException.Unknown("value", "facet-value-not-found", value, Column.Values);
    }
}
