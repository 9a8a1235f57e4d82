using Bench.Data.Outcomes;
using Bench.Metrics.Predicted;

namespace Bench.Service.Evaluations.Submissions;

/// <summary>What a submission says, in the dataset's image order.</summary>
/// <param name="Predictions">As far as they can be believed.</param>
/// <param name="Checks">What is doubtful, and what was left out for it.</param>
public sealed record ReadSubmission(Predictions Predictions, IReadOnlyList<Check> Checks);
