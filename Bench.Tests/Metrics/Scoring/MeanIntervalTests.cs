using Bench.Metrics.Statistics;

namespace Bench.Tests.Metrics.Scoring;

public sealed class MeanIntervalTests
{
    [Fact]
    public void Thirty_values_have_an_interval_and_twenty_nine_have_none()
    {
        double[] values = [.. Enumerable.Range(0, 30).Select(i => (double)(i % 2))];

        var interval = MeanInterval.Of(values, out var mean);

        // s² = 30 · 0.25 / 29, so that s / √30 is √(0.25 / 29) = 0.0928477.
        mean.ShouldBe(0.5);
        interval.Low.ShouldBe(0.5 - 1.959964 * 0.0928477, 1e-6);
        interval.High.ShouldBe(0.5 + 1.959964 * 0.0928477, 1e-6);
        MeanInterval.Of(values.AsSpan(1), out mean).ShouldBe(Interval.None);
        mean.ShouldBe(15.0 / 29, 1e-12);
    }
}
