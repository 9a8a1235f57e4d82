using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Metrics.Scoring.Columns;

/// <summary>One label set over one set of predictions, as far as a pass over the columns of the score matrix
/// asks.</summary>
/// <param name="Predictions">Predictions with every logit.</param>
/// <param name="Labels">The label set.</param>
/// <param name="Images">Used images, ascending.</param>
/// <param name="RanksClasses">Whether one-vs-rest rankings are wanted.</param>
sealed record ColumnSubject(Predictions Predictions, GroundTruth Labels, int[] Images, bool RanksClasses);
