using Bench.Api.Leaderboard;
using Bench.Data.Outcomes;
using Bench.Metrics.Robustness;

namespace Bench.Api.Pages.Drawing;

/// <summary>A model between two axes.</summary>
internal readonly record struct ScatterPoint(int Entry, BoardCell X, BoardCell Y);

/// <summary>The points of a scatter plot and its line, for the drawing, for the script and for the caption
/// alike.</summary>
internal sealed class ScatterSeries
{
    const int FitCorners = 60;

    public ScatterSeries(Board board, ScatterAxis x, ScatterAxis y, ScatterLine? line, EntryColours? colours = null)
    {
        (Board, X, Y, Colours) = (board, x, y, colours);
        Line = line ?? (x.IsCost || y.IsCost ? ScatterLine.Front : ScatterLine.Fit);
        Points =
        [
            .. Enumerable
                .Range(0, board.Entries.Count)
                .Where(entry => x.Cells(entry) is { } across && y.Cells(entry) is { } up && x.Fits(across.Value) && y.Fits(up.Value))
                .Select(entry => new ScatterPoint(entry, x.Cells(entry)!.Value, y.Cells(entry)!.Value)),
        ];
        Across = Scale.OverBulk([.. Points.SelectMany(point => Ends(point.X, x))], 0, 1);
        Up = Scale.OverBulk([.. Points.SelectMany(point => Ends(point.Y, y))], 0, 1);
        (Corners, LineText) = Line switch
        {
            ScatterLine.Front => (Front(), "The line joins the models that no other beats on both axes."),
            ScatterLine.Fit => Fit(),
            _ => ([], ""),
        };
    }

    public Board Board { get; }

    public ScatterAxis X { get; }

    public ScatterAxis Y { get; }

    /// <summary>Null where all points have one colour.</summary>
    public EntryColours? Colours { get; }

    public ScatterLine Line { get; }

    public IReadOnlyList<ScatterPoint> Points { get; }

    /// <summary>The part of the x axis that holds the bulk of the models, from 0 to 1.</summary>
    public Scale Across { get; }

    /// <summary>The same of the y axis.</summary>
    public Scale Up { get; }

    /// <summary>The line, as places on the axes.</summary>
    public IReadOnlyList<(double X, double Y)> Corners { get; }

    /// <summary>The caption of the line; empty without one.</summary>
    public string LineText { get; }

    public bool IsInside(ScatterPoint point) => Across.Holds(X.Place(point.X.Value)) && Up.Holds(Y.Place(point.Y.Value));

    static IEnumerable<double> Ends(BoardCell cell, ScatterAxis axis) =>
        axis.IsCost ? [axis.Place(cell.Value)] : [cell.Value, cell.CiLow ?? cell.Value, cell.CiHigh ?? cell.Value];

    /// <summary>0.87; three decimals near 1, where two say nothing; never 1 for a fit that is not.</summary>
    internal static string RSquaredText(double value) =>
        value is >= 0.9995 and < 1
            ? "> 0.999"
            : value.ToString(value >= 0.99 ? "0.000" : "0.00", System.Globalization.CultureInfo.InvariantCulture);

    List<(double, double)> Front()
    {
        var best = double.NegativeInfinity;
        var front = new List<(double, double)>();
        foreach (var point in Points.OrderByDescending(point => X.Sign * point.X.Value).ThenByDescending(point => Y.Sign * point.Y.Value))
            if (Y.Sign * point.Y.Value > best)
            {
                best = Y.Sign * point.Y.Value;
                front.Add((X.Place(point.X.Value), Y.Place(point.Y.Value)));
            }
        return front;
    }

    /// <summary>Accuracy against accuracy is fitted in logits, as effective robustness is; everything else by a
    /// straight line on the axes as drawn.</summary>
    (IReadOnlyList<(double X, double Y)> Corners, string Text) Fit()
    {
        var corners = Enumerable.Range(0, FitCorners + 1).Select(step => Across.Low + (Across.High - Across.Low) * step / FitCorners);
        if (X.IsAccuracy && Y.IsAccuracy)
        {
            var trend = EffectiveRobustness.Fit([.. Points.Select(point => new BaselineModel(point.X.Value, point.Y.Value))]);
            return double.IsNaN(trend.Slope)
                ? ([], "")
                : (
                    [.. corners.Where(x => x is > 0 and < 1).Select(x => (x, trend.Expected(x)))],
                    string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"The line is the fit in logits over {Counted.Of(trend.N, "model")} (slope {trend.Slope:0.00}, R² "
                            + $"{RSquaredText(trend.RSquared)}); what a model has above it is its effective robustness."
                    )
                );
        }
        return LineFit.Of([.. Points.Where(IsInside).Select(point => (X.Place(point.X.Value), Y.Place(point.Y.Value)))]) is { } fit
            ? ([.. corners.Select(x => (x, fit.At(x)))], "The line is the least-squares fit, for the eye.")
            : ([], "");
    }
}
