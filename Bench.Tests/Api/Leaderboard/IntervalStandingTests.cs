using Bench.Api.Leaderboard;

namespace Bench.Tests.Api.Leaderboard;

public sealed class IntervalStandingTests
{
    [Fact]
    public void Models_whose_intervals_overlap_share_a_group()
    {
        var standing = IntervalStanding.Compute(
            new BoardColumn([Cell(0.9, 0.02), Cell(0.89, 0.02), Cell(0.5, 0.02), null], higherIsBetter: true)
        );

        standing[0].ShouldBe((1, 2, 1));
        standing[1].ShouldBe((1, 2, 1));
        standing[2].ShouldBe((3, 3, 2));
        standing[3].ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_fast_count_is_the_slow_count(bool higherIsBetter)
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var cells = Enumerable
                .Range(0, random.Next(1, 30))
                .Select(_ => random.Next(8) == 0 ? (BoardCell?)null : Cell(random.Next(20) / 20.0, random.Next(4) / 40.0))
                .ToArray();
            var standing = IntervalStanding.Compute(new BoardColumn(cells, higherIsBetter));
            for (var i = 0; i < cells.Length; i++)
            {
                if (cells[i] is not { } cell)
                {
                    standing[i].ShouldBeNull();
                    continue;
                }
                var others = cells.OfType<BoardCell>().ToList();
                standing[i]!.Value.Low.ShouldBe(1 + others.Count(other => Beats(other, cell, higherIsBetter)));
                standing[i]!.Value.High.ShouldBe(others.Count - others.Count(other => Beats(cell, other, higherIsBetter)));
            }
        }
    }

    static bool Beats(BoardCell a, BoardCell b, bool higherIsBetter) => higherIsBetter ? a.CiLow > b.CiHigh : a.CiHigh < b.CiLow;

    static BoardCell Cell(double value, double half) => new(value, value - half, value + half, 100);
}
