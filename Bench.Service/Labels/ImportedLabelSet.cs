using Bench.Data.Outcomes;
using Bench.Metrics.Truth;

namespace Bench.Service.Labels;

/// <summary>One label set of a dataset, as it is stored: immutable; a correction is another one.</summary>
public sealed record ImportedLabelSet
{
    public required string Key { get; init; }

    /// <summary>One of <see cref="LabelSetKind"/>.</summary>
    public required string Kind { get; init; }

    public required LabelSource Source { get; init; }

    /// <summary>Hash of the manifest whose image order the rows follow.</summary>
    public required string ManifestHash { get; init; }

    /// <summary>Number of classes of the dataset's class space.</summary>
    public required int ClassCount { get; init; }

    /// <summary>In manifest order.</summary>
    public required GroundTruth Labels { get; init; }

    /// <summary>[N] weight of each image, at least 0; empty when the file has none.</summary>
    public ReadOnlyMemory<float> Weights => Labels.Weights;

    public IReadOnlyList<LabelColumn> Columns { get; init; } = [];

    /// <summary>Doubts about the labels. Not stored with them, but with their row.</summary>
    public IReadOnlyList<Check> Checks { get; init; } = [];

    /// <summary>Entries of the file about images that the dataset does not have (a part of val, with labels for all of
    /// it). Not stored.</summary>
    public int Unmatched { get; init; }

    /// <summary>Images used.</summary>
    public int Used => Labels.Count - Excluded.Values.Sum();

    /// <summary>Images left out, by reason.</summary>
    public IReadOnlyDictionary<string, int> Excluded
    {
        get
        {
            var counts = new int[Labels.ExclusionReasons.Count + 1];
            foreach (var code in Labels.Exclusions.Span)
                counts[code]++;
            return Labels
                .ExclusionReasons.Select((reason, i) => (reason, Count: counts[i + 1]))
                .Where(r => r.Count > 0)
                .ToDictionary(r => r.reason, r => r.Count);
        }
    }
}
