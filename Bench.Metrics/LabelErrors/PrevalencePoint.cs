namespace Bench.Metrics.LabelErrors;

/// <summary>One point of a <see cref="PrevalenceCurve"/>.</summary>
/// <param name="Prevalence">Share of originally mislabelled images in the test set, in [0, 1].</param>
/// <param name="Images">Images left in the test set; an expectation, so it may be a fraction.</param>
/// <param name="Accuracy">Expected accuracy on corrected labels, in [0, 1].</param>
public readonly record struct PrevalencePoint(double Prevalence, double Images, double Accuracy);
