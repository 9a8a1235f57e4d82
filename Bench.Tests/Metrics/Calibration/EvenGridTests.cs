using System.Runtime.Intrinsics;
using Bench.Metrics.Calibration.BinFree;
using Bench.Metrics.Numerics;

namespace Bench.Tests.Metrics.Calibration;

public sealed class EvenGridTests
{
    [Fact]
    public void Several_functions_at_once_have_the_integrals_of_each_alone_to_the_last_bit()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var grid = EvenGrid.Over(0, 1, 1.0 / random.Next(12, 90));
            var functions = Enumerable.Range(0, Lanes.Count).Select(lane => Function(random, grid.Points, lane)).ToArray();
            var together = new Vector512<double>[grid.Points];
            for (var point = 0; point < grid.Points; point++)
                together[point] = Vector512.Create([.. functions.Select(function => function[point])]);

            var integrals = grid.IntegrateAbsolute(together);

            for (var lane = 0; lane < Lanes.Count; lane++)
                integrals[lane].ShouldBe(grid.IntegrateAbsolute(functions[lane]), $"seed {seed}, lane {lane}");
        }
    }

    /// <summary>A smooth one, noise, one of few values with zeros side by side, nothing at all, and no number.</summary>
    static double[] Function(Random random, int points, int lane)
    {
        var (phase, speed) = (random.NextDouble() * 7, random.NextDouble() / 2);
        return
        [
            .. Enumerable
                .Range(0, points)
                .Select(point =>
                    lane switch
                    {
                        0 or 1 => Math.Sin(phase + speed * point) * 1e-3,
                        2 or 3 or 4 => random.NextDouble() - 0.5,
                        5 => random.Next(-1, 2),
                        6 => 0,
                        _ => double.NaN,
                    }
                ),
        ];
    }
}
