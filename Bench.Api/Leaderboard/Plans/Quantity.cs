using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bench.Api.Leaderboard.Plans;

/// <summary>A count as people write large ones: <c>25000000</c>, <c>25M</c>, <c>4.1G</c>. The units k, M, G (or B) and
/// T may be in either case, for powers of a thousand.</summary>
/// <param name="Value">The count, 0 or more.</param>
public readonly record struct Quantity(long Value) : IParsable<Quantity>
{
    static readonly (string Letters, decimal Size)[] Units = [("T", 1e12m), ("GB", 1e9m), ("M", 1e6m), ("K", 1e3m)];

    /// <summary>Reads a count; the provider is not used, a point separates decimals everywhere.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Quantity result)
    {
        result = default;
        var text = (s ?? "").AsSpan().Trim();
        if (text.IsEmpty)
            return false;
        var last = char.ToUpperInvariant(text[^1]);
        var unit = Array.FindIndex(Units, unit => unit.Letters.Contains(last));
        var digits = unit < 0 ? text : text[..^1].TrimEnd();
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        var size = unit < 0 ? 1 : Units[unit].Size;
        if (number > long.MaxValue / size)
            return false;
        result = new Quantity((long)Math.Round(number * size));
        return true;
    }

    /// <inheritdoc cref="TryParse(string, IFormatProvider, out Quantity)"/>
    /// <exception cref="FormatException">It is no count.</exception>
    public static Quantity Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not a count");

    /// <summary>The shortest way to write it that reads back as the same count.</summary>
    public override string ToString()
    {
        foreach (var (letters, size) in Units)
            if (Value / size is >= 1 and < 1000 and var number && number == Math.Round(number, 3))
                return string.Create(CultureInfo.InvariantCulture, $"{number:0.###}{(letters == "K" ? "k" : letters[..1])}");
        return Value.ToString(CultureInfo.InvariantCulture);
    }
}
