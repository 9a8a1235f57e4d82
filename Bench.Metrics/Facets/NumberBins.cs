using System.Globalization;

namespace Bench.Metrics.Facets;

/// <summary>Turns a column of numbers into a few values: bins with equally many images, as far as equal numbers allow.</summary>
public static class NumberBins
{
    /// <summary>Up to so many different numbers are values themselves.</summary>
    public const int MostAsTheyAre = 12;

    /// <summary>Bins of more.</summary>
    public const int Bins = 5;

    /// <summary>The name of each number's bin, such as <c>[1.5, 20)</c>; the last one is closed.</summary>
    /// <param name="numbers">[N] null where an image has none.</param>
    /// <returns>[N] null where there is none. Numbers are written as they came where there are few of them.</returns>
    /// <remarks>Edges are the 20, 40, 60 and 80 % quantiles of the sorted numbers (the next one up); equal edges make one bin. A number on
    /// an edge is in the bin above it.</remarks>
    public static IReadOnlyList<string?> Name(IReadOnlyList<double?> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        double[] sorted = [.. numbers.OfType<double>().Order()];
        if (sorted.Distinct().Count() <= MostAsTheyAre)
            return [.. numbers.Select(number => number is { } value ? Text(value) : null)];
        double[] edges =
        [
            .. Enumerable
                .Range(1, Bins - 1)
                .Select(bin => sorted[bin * sorted.Length / Bins])
                .Prepend(sorted[0])
                .Append(sorted[^1])
                .Distinct(),
        ];
        return [.. numbers.Select(number => number is { } value ? Bin(value) : null)];

        string Bin(double value)
        {
            var bin = Math.Min(edges.Length - 2, Array.FindLastIndex(edges, edge => edge <= value));
            return $"[{Text(edges[bin])}, {Text(edges[bin + 1])}{(bin == edges.Length - 2 ? ']' : ')')}";
        }
    }

    static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
