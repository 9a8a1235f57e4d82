using System.Collections.Immutable;
using Bench.Service.Datasets.Manifests;

namespace Bench.Service.Datasets.Layouts;

/// <summary>An image that a layout found: its path relative to the root, its label and facets.</summary>
public readonly record struct FoundImage(string Path, ImmutableArray<ushort> Classes, FacetSet Facets);
