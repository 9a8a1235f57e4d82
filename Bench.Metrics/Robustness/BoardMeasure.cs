namespace Bench.Metrics.Robustness;

/// <summary>How a column of a board follows from other columns of it.</summary>
/// <param name="From">Ids of the metrics that it reads.</param>
/// <param name="Compute">From the numbers of each model that has all of them, in that order, to one for each model;
/// null where there is none.</param>
public sealed record BoardMeasure(
    IReadOnlyList<string> From,
    Func<IReadOnlyList<IReadOnlyList<BoardValue>>, IEnumerable<BoardValue?>> Compute
);
