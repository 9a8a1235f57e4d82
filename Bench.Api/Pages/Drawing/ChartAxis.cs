using System.Globalization;

namespace Bench.Api.Pages.Drawing;

/// <summary>An axis as the script reads it.</summary>
/// <param name="Logarithmic">Powers of ten are equally far apart.</param>
/// <param name="Unit">The unit behind a value.</param>
internal sealed record ChartAxis(string Title, bool Logarithmic, string Unit, double Low, double High)
{
    public static ChartAxis Of(ScatterAxis axis, Scale scale) =>
        new(
            axis.Title,
            axis.IsCost,
            axis.Metric is { IsFraction: true } ? " %" : "",
            Number(axis, axis.Value(scale.Low)),
            Number(axis, axis.Value(scale.High))
        );

    /// <summary>Six digits; a fraction as percent.</summary>
    public static double Number(ScatterAxis axis, double value)
    {
        var shown = axis.Metric is { IsFraction: true } ? 100 * value : value;
        return double.Parse(shown.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
