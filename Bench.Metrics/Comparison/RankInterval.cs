namespace Bench.Metrics.Comparison;

/// <summary>A model's rank on a board, and the ranks it might have.</summary>
/// <param name="Rank">1 + models of strictly higher accuracy; equal accuracies share a rank. 0 when the model has no
/// used image.</param>
/// <param name="Low">1 + models significantly better: the best rank that the images do not rule out.</param>
/// <param name="High">Models − models significantly worse: the worst rank that they do not rule out.</param>
/// <param name="TieGroup">1 for the group at the top, then 2, 3, …; see <see cref="RankIntervals"/>.</param>
public readonly record struct RankInterval(int Rank, int Low, int High, int TieGroup);
