using Bench.Api.Leaderboard;
using Bench.Api.Metrics;
using Microsoft.AspNetCore.Html;

namespace Bench.Api.Pages.Drawing;

/// <summary>Draws a column of intervals on one scale: a head with the ticks, and for each row a bar from end to end with a stroke at the
/// value.</summary>
internal sealed class IntervalStrip
{
    const int Width = 180;

    /// <summary>Half of a tick's text: so far from the end it stays inside.</summary>
    const int Edge = 14;

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
        foreach (var (tick, text) in _ticks)
            svg.Text("", Math.Clamp(_scale[tick], Edge, Width - Edge), 14, text, "middle");
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
