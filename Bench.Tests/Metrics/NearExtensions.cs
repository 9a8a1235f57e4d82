namespace Bench.Tests.Metrics;

internal static class NearExtensions
{
    /// <summary>Within the tolerance, or NaN where NaN is expected.</summary>
    public static void ShouldBeNear(this double actual, double expected, double tolerance, string? because = null)
    {
        if (double.IsNaN(expected))
            double.IsNaN(actual).ShouldBeTrue($"{actual} should be NaN. {because}");
        else
            actual.ShouldBe(expected, tolerance, because);
    }
}
