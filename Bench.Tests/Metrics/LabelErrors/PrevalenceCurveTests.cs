using Bench.Metrics.Comparison;
using Bench.Metrics.LabelErrors;
using CsCheck;

namespace Bench.Tests.Metrics.LabelErrors;

public class PrevalenceCurveTests
{
    [Fact]
    public void Ten_images_by_hand()
    {
        // Two mislabelled (one right), six removable (five right), two kept (both right).
        var curve = PrevalenceCurve.Of(Bits.Outcomes("1011111011"), Bits.Of("1100000000"), Bits.Of("0011111100"));
        (curve.Mislabelled, curve.Removable, curve.Kept).ShouldBe(((2, 1), (6, 5), (2, 2)));
        curve.Natural.ShouldBe(0.2, 1e-15);
        curve.Highest.ShouldBe(0.5, 1e-15);
        curve.At(1).Accuracy.ShouldBe(0.8, 1e-15);
        curve.At(0.5).ShouldBe(new PrevalencePoint(2.0 / 7, 7, 5.5 / 7));
        curve.At(0).Accuracy.ShouldBe(0.75, 1e-15);
    }

    [Fact]
    public void Points_spread_over_the_prevalence()
    {
        var points = PrevalenceCurve.Of(Bits.Outcomes("1011111011"), Bits.Of("1100000000"), Bits.Of("0011111100")).Points(4);
        points.Select(static p => p.Prevalence).ShouldBe([0.2, 0.3, 0.4, 0.5], 1e-12);
        points.ShouldAllBe(static p => Math.Abs(2 / p.Images - p.Prevalence) < 1e-12);
    }

    [Fact]
    public void The_expectation_is_what_random_removal_gives()
    {
        var random = new Random(8);
        var correct = Bits.Where(60, _ => random.Next(3) > 0);
        var (mislabelled, removable) = (Bits.Where(60, static i => i < 10), Bits.Where(60, static i => i >= 20));
        var curve = PrevalenceCurve.Of(new(correct, Bits.All(60)), mislabelled, removable);
        const int left = 12,
            draws = 20_000;
        double sum = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            var pool = Enumerable.Range(20, 40).ToArray();
            random.Shuffle(pool);
            sum += Enumerable.Range(0, 20).Concat(pool.Take(left)).Count(i => correct[i]) / (20.0 + left);
        }
        curve.At(left / 40.0).Accuracy.ShouldBe(sum / draws, 2e-3);
    }

    [Fact]
    public void Two_models_cross_where_their_accuracies_are_equal()
    {
        // The first is better on ordinary images, the second on mislabelled ones.
        var first = Bits.Outcomes("0000" + "1111111111");
        var second = Bits.Outcomes("1110" + "1111100000");
        var crossing = PrevalenceCrossing.Of(first, second, Bits.Of("1111" + "0000000000"), Bits.Of("0000" + "1111111111"));
        crossing.Prevalence.ShouldNotBeNull().ShouldBe(4 / (4 + 0.6 * 10), 1e-12); // 10 t = 3 + 5 t
        crossing.First.At(0.6).Accuracy.ShouldBe(crossing.Second.At(0.6).Accuracy, 1e-12);
    }

    [Fact]
    public void Models_that_never_cross_have_no_crossing()
    {
        var (wrong, free) = (Bits.Of("1100"), Bits.Of("0011"));
        PrevalenceCrossing.Of(Bits.Outcomes("1111"), Bits.Outcomes("1010"), wrong, free).Prevalence.ShouldBeNull();
        PrevalenceCrossing.Of(Bits.Outcomes("1010"), Bits.Outcomes("0101"), wrong, free).Prevalence.ShouldBeNull();
    }

    [Fact]
    public void A_crossing_lies_between_natural_and_highest_prevalence_and_is_symmetric() =>
        Gen.Select(Gen.Int[0, 4095], Gen.Int[0, 4095])
            .Sample(
                (a, b) =>
                {
                    ImageOutcomes first = new(Bits.Where(12, i => (a >> i & 1) != 0), Bits.All(12)),
                        second = new(Bits.Where(12, i => (b >> i & 1) != 0), Bits.All(12));
                    var (wrong, free) = (Bits.Where(12, static i => i < 3), Bits.Where(12, static i => i > 4));
                    var crossing = PrevalenceCrossing.Of(first, second, wrong, free);
                    PrevalenceCrossing.Of(second, first, wrong, free).Prevalence.ShouldBe(crossing.Prevalence);
                    if (crossing.Prevalence is { } at)
                        at.ShouldBeInRange(crossing.First.Natural, crossing.First.Highest);
                }
            );

    [Fact]
    public void Without_mislabelled_or_removable_images_there_is_one_point()
    {
        PrevalenceCurve.Of(Bits.Outcomes("10"), Bits.Of("00"), Bits.Of("11")).Points().ShouldHaveSingleItem().Prevalence.ShouldBe(0);
        PrevalenceCurve.Of(Bits.Outcomes("10"), Bits.Of("11"), Bits.Of("00")).Points().ShouldHaveSingleItem().Accuracy.ShouldBe(0.5);
        Should.Throw<ArgumentException>(() => PrevalenceCurve.Of(Bits.Outcomes("10"), Bits.Of("1"), Bits.Of("00")));
    }

    [Fact]
    public void On_the_reviewed_validation_images_simpler_models_overtake_as_mislabelled_images_grow_common()
    {
        var real = RealBoard.Require();
        var board = real.UnderPruned();
        var upheld = Bits.Where(real.Count, image => !real.Mislabelled[image] && !real.Undecided[image]);
        real.Mislabelled.PopCount().ShouldBe(1_428);
        real.Stands.PopCount().ShouldBe(2_524);
        real.Undecided.PopCount().ShouldBe(293 + 598);
        var curve = PrevalenceCurve.Of(board[0], real.Mislabelled, upheld);
        curve.Natural.ShouldBe(1_428.0 / 49_109, 1e-12);
        curve.Highest.ShouldBe(1);
        curve.At(1).Accuracy.ShouldBe(board[0].Accuracy, 1e-12);

        var crossings = 0;
        for (var a = 0; a < board.Length; a++)
        for (var b = 0; b < board.Length; b++)
        {
            if (board[a].Accuracy <= board[b].Accuracy)
                continue;
            if (PrevalenceCrossing.Of(board[a], board[b], real.Mislabelled, upheld).Prevalence is not { } at)
                continue;
            crossings++;
            TestContext.Current.TestOutputHelper?.WriteLine($"{real.Names[b]} overtakes {real.Names[a]} at a prevalence of {at:P1}");
        }
        crossings.ShouldBeGreaterThan(0);
    }
}
