using System.Runtime.Intrinsics;
using Bench.Metrics.Comparison;
using Bench.Metrics.Robustness;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Metrics.Derived;

/// <summary>Means over the corruptions of any tree, whatever its corruptions and levels are called: of the errors, and
/// of the errors over a yardstick's. Both are weighted sums of the cells' errors.</summary>
sealed class ReplicatedTree : IReplicated
{
    readonly (CellRate Rate, double Mean, double Yardstick)[] _cells;

    /// <param name="images">What each image is.</param>
    /// <param name="outcomes">Which of them are used and right.</param>
    /// <param name="cells">The cells that count.</param>
    /// <param name="places">[pictures] place of each picture's weight.</param>
    /// <param name="weights">Number of weights.</param>
    public ReplicatedTree(CorruptedImages images, ImageOutcomes outcomes, IReadOnlyList<CorruptionCell> cells, int[] places, int weights)
    {
        var levels = cells.CountBy(cell => cell.Corruption).ToDictionary();
        var rates = cells.ToDictionary(cell => (cell.Corruption, cell.Severity), _ => new CellRate(weights));
        for (var i = 0; i < images.Corruption.Count; i++)
            if (outcomes.Used[i] && rates.TryGetValue((images.Corruption[i], images.Severity[i]), out var rate))
                rate.Add(places[images.Picture[i]], !outcomes.Correct[i]);
        _cells =
        [
            .. cells.Select(cell =>
            {
                var share = 1.0 / levels.Count / levels[cell.Corruption];
                return (
                    rates[(cell.Corruption, cell.Severity)],
                    share,
                    share / images.Yardstick.GetValueOrDefault(cell.Corruption, double.NaN)
                );
            }),
        ];
        MeanError = cells.GroupBy(cell => cell.Corruption).Average(corruption => corruption.Average(cell => cell.Error));
        MeanOfYardstick = cells
            .GroupBy(cell => cell.Corruption)
            .Average(corruption => corruption.Average(cell => cell.Error) / images.Yardstick.GetValueOrDefault(corruption.Key, double.NaN));
    }

    /// <summary>Mean over corruptions of the mean error over levels.</summary>
    public double MeanError { get; }

    /// <summary>Mean over corruptions of that error over the yardstick's; NaN where a corruption has none.</summary>
    public double MeanOfYardstick { get; }

    public int Outputs => 2;

    public void Replicate(ReadOnlySpan<Vector256<float>> weights, Span<Vector512<double>> values)
    {
        var (mean, yardstick) = (Vector512<double>.Zero, Vector512<double>.Zero);
        foreach (var (rate, share, scaled) in _cells)
        {
            var error = rate.Of(weights);
            mean += error * share;
            yardstick += error * scaled;
        }
        (values[0], values[1]) = (mean, yardstick);
    }
}
