using Bench.Metrics.Comparison;
using Bench.Metrics.Statistics;
using CsCheck;

namespace Bench.Tests.Metrics.Comparison;

public class RankIntervalsTests
{
    [Fact]
    public void Three_models_by_hand()
    {
        // 20 images. A beats B on 12 of them and never loses: p = 2 / 2^12. C differs from A on 4, from B on 8 (p = 2 / 2^8 = 0.0078).
        // Holm over three pairs: 0.00049 ≤ 0.05 / 3, 0.0078 ≤ 0.05 / 2, 0.125 > 0.05.
        var a = Bits.Outcomes("11111111111111111111");
        var b = Bits.Outcomes("11111111000000000000");
        var c = Bits.Outcomes("11111111111111110000");
        RankIntervals.Compute([b, a, c]).ShouldBe([new(3, 3, 3, 2), new(1, 1, 2, 1), new(2, 1, 2, 1)]);
    }

    [Fact]
    public void Identical_models_share_rank_interval_and_tie_group()
    {
        var one = Bits.Outcomes("1101");
        RankIntervals.Compute([one, one, one]).ShouldAllBe(static interval => interval == new RankInterval(1, 1, 3, 1));
    }

    [Fact]
    public void Empty_boards_and_single_models_are_fine()
    {
        RankIntervals.Compute([]).ShouldBeEmpty();
        RankIntervals.Compute([Bits.Outcomes("10")]).ShouldBe([new(1, 1, 1, 1)]);
    }

    [Fact]
    public void A_model_without_used_images_ranks_nowhere()
    {
        var intervals = RankIntervals.Compute([Bits.Masked("---"), Bits.Outcomes("111")]);
        intervals[0].ShouldBe(new RankInterval(0, 1, 2, 1));
        intervals[1].Rank.ShouldBe(1);
    }

    [Theory]
    [InlineData(1, 40, 300, false)]
    [InlineData(2, 40, 1000, false)]
    [InlineData(3, 70, 700, true)]
    [InlineData(4, 100, 2000, true)]
    public void Matches_testing_every_pair_and_correcting_the_whole_family(int seed, int models, int images, bool masked)
    {
        var board = Board(seed, models, images, masked);
        RankIntervals.Compute(board).ShouldBe(SlowTwin(board));
    }

    [Fact]
    public void With_equal_masks_the_rank_lies_in_its_interval() =>
        Gen.Int[0, 10_000]
            .Sample(
                seed =>
                {
                    var board = Board(seed, 12, 200, masked: false);
                    foreach (var interval in RankIntervals.Compute(board))
                        interval.Rank.ShouldBeInRange(interval.Low, interval.High);
                },
                iter: 30
            );

    [Fact]
    public void Order_of_the_models_does_not_matter()
    {
        var board = Board(9, 50, 500, masked: true);
        var reversed = RankIntervals.Compute([.. board.Reverse()]);
        var places = RankIntervals.Compute(board).Select(static i => (i.Rank, i.Low, i.High));
        reversed.Reverse().Select(static i => (i.Rank, i.Low, i.High)).ShouldBe(places);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_family_wise_error_outside_the_open_unit_interval_is_refused(double alpha) =>
        Should.Throw<ArgumentOutOfRangeException>(() => RankIntervals.Compute([], alpha));

    [Fact]
    public void Vector_and_scalar_intersections_agree_at_every_length()
    {
        var random = new Random(3);
        foreach (var words in Enumerable.Range(0, 70).Append(782).Append(2_000))
        {
            var (a, b) = (new ulong[words], new ulong[words]);
            for (var i = 0; i < words; i++)
                (a[i], b[i]) = ((ulong)random.NextInt64() << 1, ulong.MaxValue >> random.Next(3));
            IntersectionCount.Of(a, b).ShouldBe(IntersectionCount.Scalar(a, b));
        }
        IntersectionCount
            .Of(Enumerable.Repeat(ulong.MaxValue, 5_000).ToArray(), Enumerable.Repeat(ulong.MaxValue, 5_000).ToArray())
            .ShouldBe(320_000);
    }

    [Fact]
    public void The_sixteen_real_models_fall_into_the_order_their_images_allow()
    {
        var real = RealBoard.Require();
        var board = real.UnderOriginal();
        var intervals = RankIntervals.Compute(board);
        intervals.ShouldBe(SlowTwin(board));
        board[real.IndexOf("resnet50")].RightCount.ShouldBe(38_065);
        board[real.IndexOf("resnet18")].RightCount.ShouldBe(34_879);
        board[real.IndexOf("vgg16")].RightCount.ShouldBe(35_796);
        intervals[real.IndexOf("alexnet")].Low.ShouldBeGreaterThan(10);
        intervals.Count(static i => i.Low < i.High).ShouldBeGreaterThan(0);
        foreach (var (name, i) in real.Names.Zip(intervals).OrderBy(static x => x.Second.Rank))
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{i.Rank, 2} [{i.Low}, {i.High}] group {i.TieGroup} {board[real.IndexOf(name)].Accuracy:P3} {name}"
            );
    }

    static ImageOutcomes[] Board(int seed, int models, int images, bool masked)
    {
        var random = new Random(seed);
        var ease = Enumerable.Range(0, images).Select(_ => random.NextDouble()).ToArray();
        var masks = Enumerable.Range(0, 3).Select(_ => Bits.Where(images, _ => !masked || random.NextDouble() < 0.9)).ToArray();
        return
        [
            .. Enumerable
                .Range(0, models)
                .Select(model =>
                {
                    var used = masks[random.Next(masks.Length)];
                    var skill = 0.4 + 0.4 * model / models;
                    return new ImageOutcomes(Bits.Where(images, i => used[i] && 0.7 * ease[i] + 0.3 * random.NextDouble() < skill), used);
                }),
        ];
    }

    static RankInterval[] SlowTwin(ImageOutcomes[] board)
    {
        var pairs = (from a in Enumerable.Range(0, board.Length) from b in Enumerable.Range(0, a) select (a, b)).ToArray();
        var counts = Array.ConvertAll(pairs, pair => PairedCounts.Of(board[pair.a], board[pair.b]));
        var adjusted = new double[pairs.Length];
        Holm.Adjust(Array.ConvertAll(counts, static c => McNemar.Test(c).PValue), adjusted);
        var better = new bool[board.Length, board.Length];
        for (var i = 0; i < pairs.Length; i++)
            if (adjusted[i] <= 0.05)
            {
                if (counts[i].OnlyFirst > counts[i].OnlySecond)
                    better[pairs[i].a, pairs[i].b] = true;
                else
                    better[pairs[i].b, pairs[i].a] = true;
            }

        var everyone = Enumerable.Range(0, board.Length).ToArray();
        var intervals = new RankInterval[board.Length];
        int group = 0,
            leader = -1;
        foreach (var model in everyone.OrderByDescending(i => board[i].Accuracy))
        {
            if (leader < 0 || better[leader, model])
                (leader, group) = (model, group + 1);
            intervals[model] = new(
                1 + everyone.Count(other => board[other].Accuracy > board[model].Accuracy),
                1 + everyone.Count(other => better[other, model]),
                board.Length - everyone.Count(other => better[model, other]),
                group
            );
        }
        return intervals;
    }
}
