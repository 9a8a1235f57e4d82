namespace Bench.Metrics.Comparison;

/// <summary>Two models whose order is reversed between two label sets.</summary>
/// <param name="First">Index of the model that leads before.</param>
/// <param name="Second">Index of the model that leads after.</param>
/// <param name="Before">The pair before, over the images both use; the difference is positive unless their masks
/// differ.</param>
/// <param name="PBefore">McNemar's exact p before.</param>
/// <param name="After">The pair after.</param>
/// <param name="PAfter">McNemar's exact p after.</param>
public sealed record OrderChange(int First, int Second, PairedDifference Before, double PBefore, PairedDifference After, double PAfter);
