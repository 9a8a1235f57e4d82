using Bench.Service.Labels;

namespace Bench.Api.Evaluations.Facets;

/// <summary>A property of a dataset's images.</summary>
/// <param name="Set">Key of its set; <see cref="FacetSources.OfFolders"/> for what folders say.</param>
/// <param name="Version">The set's version.</param>
/// <param name="From">Key of the clean dataset whose pictures the set is about; null for the dataset's own.</param>
/// <param name="Column">A value for each image of the dataset.</param>
internal sealed record FacetColumn(string Set, int Version, string? From, LabelColumn Column);
