namespace Bench.Metrics.Sequential;

/// <summary>The state of a sequential test after some images.</summary>
/// <param name="Outcome">The decision; the first one counts.</param>
/// <param name="LogEvidence">ln of the e-value of the claim that was decided, or of the one that is nearest to being
/// decided; infinite where the images that are left cannot change it.</param>
/// <param name="N">Images used.</param>
/// <param name="Mean">Mean of their numbers; NaN without images.</param>
public readonly record struct SequentialLook(SequentialOutcome Outcome, double LogEvidence, int N, double Mean);
