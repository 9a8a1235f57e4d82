namespace Bench.Api.Pages.Drawing;

/// <summary>A scatter plot as the script reads it: columns of numbers, each rounded to what a screen can show.
/// Fractions are in percent.</summary>
internal sealed record ScatterChart(
    ChartAxis X,
    ChartAxis Y,
    string[] Names,
    Guid[] Models,
    double[][] Points,
    double[][] Line,
    int[]? Kinds
)
{
    public static ScatterChart Of(ScatterSeries series)
    {
        var points = series.Points.OrderBy(point => point.X.Value).ToArray();
        return new(
            ChartAxis.Of(series.X, series.Across),
            ChartAxis.Of(series.Y, series.Up),
            Array.ConvertAll(points, point => series.Board.Entries[point.Entry].Name),
            Array.ConvertAll(points, point => series.Board.Entries[point.Entry].ModelId),
            [.. Columns(points, series.X, point => point.X), .. Columns(points, series.Y, point => point.Y)],
            [
                [.. series.Corners.Select(corner => ChartAxis.Number(series.X, series.X.Value(corner.X)))],
                [.. series.Corners.Select(corner => ChartAxis.Number(series.Y, series.Y.Value(corner.Y)))],
            ],
            series.Colours is { } colours ? Array.ConvertAll(points, point => colours.KindOf(series.Board.Entries[point.Entry])) : null
        );
    }

    /// <summary>Value, low and high end; without an interval all three are the value.</summary>
    static IEnumerable<double[]> Columns(ScatterPoint[] points, ScatterAxis axis, Func<ScatterPoint, Leaderboard.BoardCell> cell) =>
        [
            Array.ConvertAll(points, point => ChartAxis.Number(axis, cell(point).Value)),
            Array.ConvertAll(points, point => ChartAxis.Number(axis, cell(point).CiLow ?? cell(point).Value)),
            Array.ConvertAll(points, point => ChartAxis.Number(axis, cell(point).CiHigh ?? cell(point).Value)),
        ];
}
