using Bench.Api.Leaderboard;
using Bench.Api.Metrics;
using Microsoft.AspNetCore.Html;

namespace Bench.Api.Pages.Drawing;

/// <summary>Draws a column of intervals on one scale: a head with the ticks, and for each row a bar from end to end
/// with a stroke at the value.</summary>
internal sealed class IntervalStrip
{
    const int Width = 180;

    /// <summary>Half of a tick's text: so far from the end it stays inside.</summary>
    const int Edge = 14;

    /// <summary>Width of a digit, generously.</summary>
    const double Character = 7.2;

    const int Height = 22;
    const int Bar = 10;

    readonly Scale _scale;
    readonly IReadOnlyList<(double Value, string Text)> _ticks;

    public IntervalStrip(MetricDescription metric, IReadOnlyCollection<BoardCell> cells)
    {
        _scale = Scale.OverBulk(
            [.. cells.SelectMany<BoardCell, double>(cell => [cell.Value, cell.CiLow ?? cell.Value, cell.CiHigh ?? cell.Value])],
            6,
            Width - 6
        );
        _ticks = metric.IsFraction ? _scale.NamedTicks(3, 100, " %") : _scale.NamedTicks(3);
    }

    public IHtmlContent Head()
    {
        var svg = new Svg(Width, 18);
        var end = double.NegativeInfinity;
        foreach (var (tick, text) in _ticks)
        {
            var half = Math.Max(Edge, text.Length * Character / 2);
            var middle = Math.Clamp(_scale[tick], half, Width - half);
            // One that would touch the text in front of it is left out; its line in the rows stays.
            if (middle - half < end)
                continue;
            svg.Text("", middle, 14, text, "middle");
            end = middle + half;
        }
        return svg.Html();
    }

    public IHtmlContent Row(BoardCell cell)
    {
        var svg = new Svg(Width, Height);
        foreach (var (tick, _) in _ticks)
            svg.Line("grid", _scale[tick], -12, _scale[tick], Height + 12);
        if (!_scale.Holds(cell.Value))
            return svg.Text(
                    "",
                    cell.Value < _scale.Low ? 0 : Width,
                    Height / 2 + 4,
                    cell.Value < _scale.Low ? "‹" : "›",
                    cell.Value < _scale.Low ? "start" : "end"
                )
                .Html();
        if (cell is not { CiLow: { } low, CiHigh: { } high })
            return svg.Circle("point", _scale[cell.Value], Height / 2, 3.2).Html();
        var (left, right) = (_scale[_scale.Clamp(low)], _scale[_scale.Clamp(high)]);
        return svg.Rectangle("bar interval", left, Height / 2 - Bar / 2, Math.Max(right - left, 2), Bar)
            .Line("value", _scale[cell.Value], Height / 2 - Bar / 2 - 2, _scale[cell.Value], Height / 2 + Bar / 2 + 2)
            .Html();
    }
}
