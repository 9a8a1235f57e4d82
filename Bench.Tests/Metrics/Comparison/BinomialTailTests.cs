using Bench.Metrics.Statistics;

namespace Bench.Tests.Metrics.Comparison;

public sealed class BinomialTailTests
{
    [Fact]
    public void Agrees_with_scipy()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("binomial", "tails"))
        {
            BinomialTail.LogAtLeast(golden.Hits, golden.N, golden.P).ShouldBe(golden.AtLeast, 1e-10 * Math.Max(1, -golden.AtLeast));
            BinomialTail.LogAtMost(golden.Hits, golden.N, golden.P).ShouldBe(golden.AtMost, 1e-10 * Math.Max(1, -golden.AtMost));
            BinomialTail.UpperShare(golden.Hits, golden.N).ShouldBe(golden.Upper, 1e-10);
        }
    }

    [Fact]
    public void Without_a_hit_among_500_the_share_is_at_most_six_in_a_thousand()
    {
        BinomialTail.UpperShare(0, 500).ShouldBe(1 - Math.Pow(0.05, 1 / 500.0), 1e-12);
        (BinomialTail.UpperShare(0, 0), BinomialTail.UpperShare(7, 7)).ShouldBe((1, 1));
    }

    [Fact]
    public void Ends_are_certain_and_what_cannot_be_is_refused()
    {
        BinomialTail.LogAtLeast(0, 10, 0.3).ShouldBe(0);
        BinomialTail.LogAtMost(10, 10, 0.3).ShouldBe(0);
        Math.Exp(BinomialTail.LogAtLeast(3, 3, 0.5)).ShouldBe(0.125, 1e-15);
        BinomialTail.LogAtLeast(1, 3, 0).ShouldBe(double.NegativeInfinity);
        Should.Throw<ArgumentOutOfRangeException>(() => BinomialTail.LogAtLeast(4, 3, 0.5));
        Should.Throw<ArgumentOutOfRangeException>(() => BinomialTail.LogAtLeast(1, 3, 1.5));
    }

    sealed record Golden(int Hits, int N, double P, double AtLeast, double AtMost, double Upper);
}
