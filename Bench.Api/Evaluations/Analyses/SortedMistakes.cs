using Bench.Metrics.Mistakes;
using Bench.Service.Evaluations.Scores;

namespace Bench.Api.Evaluations.Analyses;

/// <summary>An evaluation's images sorted by kind under one label set.</summary>
/// <param name="LabelSet">Key of the label set.</param>
/// <param name="Version">Its version.</param>
/// <param name="Kinds">[N] the kind of each image; null for one that is left out.</param>
/// <param name="Tally">Counts of them.</param>
/// <param name="Sorter">What sorted them.</param>
/// <param name="Relations">What it knew of the classes.</param>
/// <param name="Sources">Where that was registered.</param>
internal sealed record SortedMistakes(
    string LabelSet,
    int Version,
    MistakeKind?[] Kinds,
    MistakeTally Tally,
    MistakeSorter Sorter,
    ClassRelations Relations,
    MistakeSources Sources
);
