namespace Bench.Metrics.Calibration;

/// <summary>The quadratic score over all classes, in [0, 2].</summary>
/// <remarks>An image with several acceptable classes is scored as if they were merged into one class, which keeps the
/// score proper: (1 − p_L)² + Σ_{k∉L} p_k² with p_L = Σ_{k∈L} p_k. With one label it is Σ_k (p_k − y_k)². Brier,
/// 1950.</remarks>
public static class BrierScore
{
    /// <summary>Score of one image from sums.</summary>
    /// <param name="squares">Σ_k p_k² over all classes.</param>
    /// <param name="labelSquares">Σ p_k² over the acceptable classes.</param>
    /// <param name="label">Σ p_k over the acceptable classes.</param>
    public static double Of(double squares, double labelSquares, double label) =>
        Math.Max(0, squares - labelSquares) + (1 - label) * (1 - label);
}
