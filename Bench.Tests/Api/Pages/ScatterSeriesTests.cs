using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Api.Metrics;
using Bench.Api.Pages.Drawing;

namespace Bench.Tests.Api.Pages;

public sealed class ScatterSeriesTests
{
    [Fact]
    public void The_front_joins_the_models_that_no_other_beats_on_both_axes()
    {
        // Model 1 costs more than 0 and is worse; 3 has the accuracy of 2 at a higher cost.
        var series = Series(ScatterLine.Front, Cost("macs", 1e6, 2e6, 4e6, 8e6, 9e6), Metric("top1", 0.5, 0.4, 0.7, 0.7, 0.8));

        series.Corners.Select(corner => Math.Round(corner.Y, 6)).ShouldBe([0.5, 0.7, 0.8], ignoreOrder: true);
    }

    [Fact]
    public void Where_less_is_better_the_front_is_below_and_where_more_speed_is_better_it_is_to_the_right()
    {
        Series(ScatterLine.Front, Cost("macs", 1e6, 2e6, 3e6), Metric("nll", 2, 3, 1))
            .Corners.Select(corner => corner.Y)
            .ShouldBe([1, 2], ignoreOrder: true);
        Series(ScatterLine.Front, Cost("imagesPerSecond", 10, 20, 30), Metric("top1", 0.9, 0.5, 0.7))
            .Corners.Select(corner => corner.Y)
            .ShouldBe([0.9, 0.7], ignoreOrder: true);
    }

    [Fact]
    public void Accuracy_against_accuracy_is_fitted_in_logits()
    {
        // On the line logit(y) = logit(x) − 1.
        double[] clean = [0.5, 0.6, 0.7, 0.8, 0.9];
        var series = Series(
            null,
            Metric("top1", clean),
            Metric("top1", [.. clean.Select(x => 1 / (1 + Math.Exp(1 - Math.Log(x / (1 - x)))))])
        );

        series.Line.ShouldBe(ScatterLine.Fit);
        series.LineText.ShouldContain("slope 1.00, R² 1.00");
        foreach (var (x, y) in series.Corners)
            y.ShouldBe(1 / (1 + Math.Exp(1 - Math.Log(x / (1 - x)))), 1e-9);
    }

    [Fact]
    public void A_cost_of_nothing_has_no_place_on_a_logarithmic_axis()
    {
        Series(null, Cost("macs", 0, 5, 50), Metric("top1", 0.1, 0.2, 0.3)).Points.Select(point => point.Entry).ShouldBe([1, 2]);
    }

    static ScatterSeries Series(ScatterLine? line, ScatterAxis x, ScatterAxis y)
    {
        var subject = new BoardSubject(Guid.Empty, "d", 10, Guid.Empty, "original", 1, 10, 0);
        var count = Enumerable.Range(0, 100).TakeWhile(entry => x.Cells(entry) is not null).Count();
        var entries = Enumerable
            .Range(0, count)
            .Select(i => new BoardEntry
            {
                ModelId = Guid.CreateVersion7(),
                Name = $"m{i}",
                EvaluationId = Guid.CreateVersion7(),
                Verified = true,
                Checks = [],
                CreatedAt = default,
            });
        return new ScatterSeries(new Board(subject, [], [.. entries], null!), x, y, line);
    }

    static ScatterAxis Cost(string key, params double[] values) => new(key, key, entry => Cell(values, entry), null);

    static ScatterAxis Metric(string id, params double[] values) => new(id, id, entry => Cell(values, entry), MetricDirectory.Find(id));

    static BoardCell? Cell(double[] values, int entry) => entry < values.Length ? new BoardCell(values[entry], null, null, 10) : null;
}
