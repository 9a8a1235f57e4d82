namespace Bench.Metrics.LabelErrors;

/// <summary>One model's vote in a consensus.</summary>
/// <param name="Candidates">What the model disputes.</param>
/// <param name="Weight">How much it counts, ≥ 0: its accuracy.</param>
public readonly record struct ModelCandidates(IReadOnlyList<LabelCandidate> Candidates, double Weight);
