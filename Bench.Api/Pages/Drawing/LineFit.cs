namespace Bench.Api.Pages.Drawing;

/// <summary>The least-squares line y = Intercept + Slope · x. For the eye; effective robustness has a fit of its own
/// among the metrics.</summary>
internal readonly record struct LineFit(double Intercept, double Slope)
{
    public double At(double x) => Intercept + Slope * x;

    /// <summary>Null with fewer than three points, or when all have the same x.</summary>
    public static LineFit? Of(IReadOnlyList<(double X, double Y)> points)
    {
        // The mean of numbers that are alike may be a rounding away from them.
        if (points.Count < 3 || points.All(point => point.X == points[0].X))
            return null;
        var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
        var spread = points.Sum(point => (point.X - x) * (point.X - x));
        var slope = points.Sum(point => (point.X - x) * (point.Y - y)) / spread;
        return new LineFit(y - slope * x, slope);
    }
}
