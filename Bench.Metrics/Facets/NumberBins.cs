using System.Globalization;

namespace Bench.Metrics.Facets;

/// <summary>Turns a column of numbers into a few values: bins with equally many images, as far as equal numbers
/// allow.</summary>
public static class NumberBins
{
    /// <summary>Up to this many different numbers are values themselves.</summary>
    public const int MostAsTheyAre = 12;

    /// <summary>Bins of more.</summary>
    public const int Bins = 5;

    const int FewestDigits = 4;
    const int MostDigits = 6;
    const double LongestWhole = 1e6;

    /// <summary>The name of each number's bin, such as <c>[1.5, 20)</c>; the last one is closed.</summary>
    /// <param name="numbers">[N] null where an image has none.</param>
    /// <returns>[N] null where there is none. Numbers are written as they came where there are few of them.</returns>
    /// <remarks>Edges are the 20, 40, 60 and 80 % quantiles of the sorted numbers (the next one up); equal edges make
    /// one bin. A number on an edge is in the bin above it. Edges that are no whole numbers are rounded to four digits,
    /// or to as many as keep them apart, and the bins are those of the rounded edges, so that a name says exactly what
    /// is in its bin.</remarks>
    public static IReadOnlyList<string?> Name(IReadOnlyList<double?> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        double[] sorted = [.. numbers.OfType<double>().Order()];
        if (sorted.Distinct().Count() <= MostAsTheyAre)
            return [.. numbers.Select(number => number is { } value ? Text(value) : null)];
        double[] exact = [.. Enumerable.Range(1, Bins - 1).Select(bin => sorted[bin * sorted.Length / Bins])];
        var edges = Edges(sorted[0], exact, sorted[^1]);
        return [.. numbers.Select(number => number is { } value ? Bin(value) : null)];

        string Bin(double value)
        {
            var bin = Math.Min(edges.Length - 2, Array.FindLastIndex(edges, edge => edge <= value));
            return $"[{Text(edges[bin])}, {Text(edges[bin + 1])}{(bin == edges.Length - 2 ? ']' : ')')}";
        }
    }

    static double[] Edges(double least, double[] inner, double most)
    {
        var wanted = inner.Prepend(least).Append(most).Distinct().Count();
        for (var digits = FewestDigits; ; digits++)
        {
            double[] edges =
            [
                .. inner
                    .Select(edge => Round(edge, digits, Math.Round))
                    .Prepend(Round(least, digits, Math.Floor))
                    .Append(Round(most, digits, Math.Ceiling))
                    .Distinct(),
            ];
            if (edges.Length == wanted || digits == MostDigits)
                return edges;
        }
    }

    /// <summary>To so many digits; whole numbers that are no longer than people read stay as they are.</summary>
    static double Round(double value, int digits, Func<double, double> toWhole)
    {
        if (value == 0 || (Math.Abs(value) < LongestWhole && value == Math.Truncate(value)))
            return value;
        var exponent = digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        // A power of ten that is a whole number keeps 0.1 out of the arithmetic.
        return exponent >= 0
            ? toWhole(value * Math.Pow(10, exponent)) / Math.Pow(10, exponent)
            : toWhole(value / Math.Pow(10, -exponent)) * Math.Pow(10, -exponent);
    }

    static string Text(double value) => value.ToString($"G{MostDigits}", CultureInfo.InvariantCulture);
}
