using Bench.Metrics.Clustered;
using Bench.Metrics.Statistics;

namespace Bench.Tests.Metrics.Clustered;

public sealed class ClusteredMeanTests
{
    static readonly double[] Values = [.. Enumerable.Range(0, 30).Select(i => i * 0.37 % 1)];

    [Fact]
    public void With_one_value_a_picture_the_interval_is_the_plain_one_and_copies_that_say_the_same_say_it_once()
    {
        int[] pictures = [.. Enumerable.Range(0, 30)];
        var plain = MeanInterval.Of(Values, out var due);

        var once = ClusteredMean.Of(Values, new Clusters(pictures, 30), out var one);
        var often = ClusteredMean.Of(
            [.. Values, .. Values, .. Values],
            new Clusters([.. pictures, .. pictures, .. pictures], 30),
            out var three
        );

        (one, three).ShouldBe((due, due), new Near());
        (once.Low, once.High).ShouldBe((plain.Low, plain.High), new Near());
        (often.Low, often.High).ShouldBe((plain.Low, plain.High), new Near());
    }

    /// <summary>Pictures 0 to 29 have the value 0 once each, picture 30 has the value 1 ten times.</summary>
    [Fact]
    public void Pictures_with_many_copies_weigh_more_and_make_the_mean_less_sure()
    {
        double[] values = [.. new double[30], .. Enumerable.Repeat(1.0, 10)];
        int[] pictures = [.. Enumerable.Range(0, 30), .. Enumerable.Repeat(30, 10)];

        var interval = ClusteredMean.Of(values, new Clusters(pictures, 31), out var mean);

        mean.ShouldBe(0.25);
        // 31 / 30 · (30 · 0.25² + 7.5²) / 40².
        interval.High.ShouldBe(0.25 + 1.959964 * Math.Sqrt(31.0 / 30 * (30 * 0.0625 + 56.25) / 1600), 1e-6);
        ClusteredMean.Of(values.AsSpan(2), new Clusters([.. pictures[2..].Select(each => each - 2)], 29), out _).ShouldBe(Interval.None);
    }

    sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) < 1e-12 && Math.Abs(x.Item2 - y.Item2) < 1e-12;

        public int GetHashCode((double, double) pair) => 0;
    }
}
