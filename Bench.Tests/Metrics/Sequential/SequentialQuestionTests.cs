using Bench.Metrics.Sequential;

namespace Bench.Tests.Metrics.Sequential;

public class SequentialQuestionTests
{
    [Fact]
    public void Intervals_agree_with_a_root_search_in_scipy()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("sequential", "intervals"))
        {
            var question =
                golden.Low < 0
                    ? SequentialQuestion.Difference(0, 0.05, golden.Population)
                    : SequentialQuestion.Accuracy(0.5, 0.05, golden.Population);
            var interval = question.Interval(golden.Numbers);
            interval.Low.ShouldBe(golden.CiLow, 1e-7);
            interval.High.ShouldBe(golden.CiHigh, 1e-7);
        }
    }

    [Theory]
    [InlineData(0.10, 0.02, 0.01, SequentialOutcome.Above)]
    [InlineData(0.02, 0.10, 0.01, SequentialOutcome.Below)]
    [InlineData(0.03, 0.03, 0.05, SequentialOutcome.Within)]
    [InlineData(0.05, 0.05, 0.001, SequentialOutcome.Undecided)]
    public void Two_models_are_told_apart_as_far_as_images_do(double first, double second, double margin, SequentialOutcome expected)
    {
        var look = SequentialQuestion.Difference(margin).Look(Differences(new Random(3), 2_000, first, second));

        look.Outcome.ShouldBe(expected);
        look.N.ShouldBe(2_000);
        (look.LogEvidence >= Math.Log(40)).ShouldBe(expected != SequentialOutcome.Undecided);
    }

    [Fact]
    public void Disagreements_alone_count_where_the_margin_is_nothing()
    {
        // Like McNemar's test: (1 + f)^b (1 − f)^c, whatever both get right or wrong.
        sbyte[] few = [1, 1, 1, 1, -1];
        sbyte[] many = [0, 0, 1, 0, 1, 0, -1, 0, 0, 1, 1, 0];
        var (one, other) = (SequentialQuestion.Difference(0).Look(few), SequentialQuestion.Difference(0).Look(many));

        other.LogEvidence.ShouldBe(one.LogEvidence, 1e-12);
        (one.Mean, other.Mean).ShouldBe((0.6, 0.25));
    }

    [Fact]
    public void Interval_and_decision_say_the_same()
    {
        var random = new Random(11);
        for (var world = 0; world < 60; world++)
        {
            int? population = world % 2 == 0 ? null : 700;
            var numbers = Differences(random, random.Next(1, 600), 0.12 * random.NextDouble(), 0.12 * random.NextDouble());
            var question = SequentialQuestion.Difference(0.02, 0.1, population);
            var (look, interval) = (question.Look(numbers), question.Interval(numbers));

            interval.Low.ShouldBeLessThanOrEqualTo(look.Mean);
            interval.High.ShouldBeGreaterThanOrEqualTo(look.Mean);
            if (look.Outcome == SequentialOutcome.Above)
                interval.Low.ShouldBeGreaterThan(0.02 - 1e-8);
            else if (look.Outcome == SequentialOutcome.Below)
                interval.High.ShouldBeLessThan(-0.02 + 1e-8);
            else
                (interval.Low <= 0.02 + 1e-8 && interval.High >= -0.02 - 1e-8).ShouldBeTrue();
        }
    }

    /// <remarks>The full simulation is <c>Bench.Benchmarks -- sequential</c>; its table is in docs/verdicts.md.</remarks>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Equal_models_looked_at_all_the_time_are_called_unequal_less_often_than_stated(bool isPopulation)
    {
        const int worlds = 200,
            images = 600,
            every = 20;
        var random = new Random(17);
        var wrong = 0;
        for (var world = 0; world < worlds; world++)
        {
            var numbers = isPopulation ? Equal(random, images, 30) : Differences(random, images, 0.05, 0.05);
            var question = SequentialQuestion.Difference(0, 0.2, isPopulation ? images : null);
            for (var seen = every; seen <= images; seen += every)
                if (question.Look(numbers.AsSpan(0, seen)).Outcome != SequentialOutcome.Undecided)
                {
                    wrong++;
                    break;
                }
        }
        // 20 % at the most; of 200 worlds some are, or the test would have no power at all.
        wrong.ShouldBeInRange(2, (int)(worlds * 0.2));
    }

    [Fact]
    public void An_accuracy_is_above_or_below_a_threshold()
    {
        sbyte[] numbers = [.. Enumerable.Range(0, 500).Select(i => (sbyte)(i % 5 == 0 ? 0 : 1))];

        SequentialQuestion.Accuracy(0.7).Look(numbers).Outcome.ShouldBe(SequentialOutcome.Above);
        SequentialQuestion.Accuracy(0.9).Look(numbers).Outcome.ShouldBe(SequentialOutcome.Below);
        SequentialQuestion.Accuracy(0.8).Look(numbers).Outcome.ShouldBe(SequentialOutcome.Undecided);
        SequentialQuestion.Accuracy(0.7).Look([]).ShouldBe(new(SequentialOutcome.Undecided, 0, 0, double.NaN));
    }

    [Fact]
    public void All_images_of_a_population_decide_it_for_certain()
    {
        // A dataset's own difference of one image in 400 is what it is; of images like them it says nothing.
        var numbers = Equal(new Random(2), 399, 20).Append((sbyte)1).ToArray();

        SequentialQuestion
            .Difference(0, 0.05, 400)
            .Look(numbers)
            .ShouldBe(new(SequentialOutcome.Above, double.PositiveInfinity, 400, 0.0025));
        SequentialQuestion.Difference(0).Look(numbers).Outcome.ShouldBe(SequentialOutcome.Undecided);
    }

    [Fact]
    public void Margins_thresholds_and_levels_have_a_range()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => SequentialQuestion.Difference(-0.1));
        Should.Throw<ArgumentOutOfRangeException>(() => SequentialQuestion.Difference(1));
        Should.Throw<ArgumentOutOfRangeException>(() => SequentialQuestion.Accuracy(0));
        Should.Throw<ArgumentOutOfRangeException>(() => SequentialQuestion.Accuracy(1));
        Should.Throw<ArgumentOutOfRangeException>(() => SequentialQuestion.Difference(0, 1));
    }

    static sbyte[] Differences(Random random, int images, double first, double second)
    {
        var numbers = new sbyte[images];
        foreach (ref var number in numbers.AsSpan())
        {
            var u = random.NextDouble();
            number = (sbyte)(
                u < first ? 1
                : u < first + second ? -1
                : 0
            );
        }
        return numbers;
    }

    /// <summary>As many images to the one as to the other, in random order.</summary>
    static sbyte[] Equal(Random random, int images, int each)
    {
        sbyte[] numbers = [.. Enumerable.Repeat((sbyte)1, each), .. Enumerable.Repeat((sbyte)-1, each), .. new sbyte[images - 2 * each]];
        random.Shuffle(numbers);
        return numbers;
    }

    sealed record Golden(sbyte[] Numbers, int Low, int? Population, double CiLow, double CiHigh);
}
