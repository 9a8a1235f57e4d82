using Bench.Data.Outcomes;
using Bench.Metrics.Predicted;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>A submission's predictions, in the dataset's image order, and doubts about them.</summary>
/// <param name="Predictions">As far as they can be believed.</param>
/// <param name="Checks">What is doubtful, and what was left out for it.</param>
public sealed record ReadSubmission(Predictions Predictions, IReadOnlyList<Check> Checks);
