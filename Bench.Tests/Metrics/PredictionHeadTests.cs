using Bench.Metrics.Predicted;

namespace Bench.Tests.Metrics;

public sealed class PredictionHeadTests
{
    [Fact]
    public void The_head_of_a_thousand_random_rows_is_that_of_a_full_sort()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 1_000; trial++)
        {
            var c = random.Next(1, 70);
            var k = random.Next(1, Math.Min(c, 10) + 1);
            // Few distinct values, so that most rows have ties at every rank.
            var logits = Enumerable
                .Range(0, c)
                .Select(_ => trial % 2 == 0 ? random.Next(-3, 4) : (float)random.NextDouble() * 20)
                .ToArray();
            var (classes, top) = (new ushort[k], new float[k]);

            PredictionHead.TryExtract(logits, classes, top, out var sum).ShouldBeTrue();

            var expected = Enumerable.Range(0, c).OrderByDescending(i => logits[i]).ThenBy(i => i).Take(k).ToArray();
            classes.Select(x => (int)x).ShouldBe(expected);
            top.ShouldBe(expected.Select(i => logits[i]));
            ((double)sum).ShouldBe(Math.Log(logits.Sum(z => Math.Exp(z))), 1e-5);
        }
    }

    [Theory]
    [InlineData(new[] { 100f, 0f, -1f }, 100.0)]
    [InlineData(new[] { 1e4f, 1e4f }, 10_000.693)]
    [InlineData(new[] { -1e4f, -1e4f }, -9_999.307)]
    public void Huge_logits_neither_overflow_nor_vanish(float[] logits, double expected)
    {
        PredictionHead.TryExtract(logits, new ushort[1], new float[1], out var sum).ShouldBeTrue();

        ((double)sum).ShouldBe(expected, 1e-3);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_row_with_a_value_that_is_not_finite_is_refused_wherever_it_stands(float bad)
    {
        for (var place = 0; place < 37; place++)
        {
            var logits = new float[37];
            logits[place] = bad;
            PredictionHead.TryExtract(logits, new ushort[2], new float[2], out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void Probabilities_of_zero_become_the_logit_of_the_documented_floor()
    {
        var logits = new float[3];
        PredictionHead.LogitsOfProbabilities([1f, 0.5f, 0f], logits);

        logits.ShouldBe([0f, MathF.Log(0.5f), MathF.Log(PredictionHead.ProbabilityFloor)]);
    }

    [Fact]
    public void The_stored_tail_saturates_instead_of_overflowing()
    {
        var tail = new Half[3];
        PredictionHead.StoreTail([1e6f, -1e6f, 1.5f], tail);

        tail.ShouldBe([Half.MaxValue, Half.MinValue, (Half)1.5f]);
    }

    [Fact]
    public void Extracting_a_head_allocates_nothing()
    {
        var logits = new float[1_000];
        var (classes, top) = (new ushort[10], new float[10]);
        PredictionHead.TryExtract(logits, classes, top, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            PredictionHead.TryExtract(logits, classes, top, out _);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
