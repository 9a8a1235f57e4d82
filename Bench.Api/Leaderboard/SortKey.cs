using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bench.Api.Leaderboard;

/// <summary>The place of a row in an order: by number, then by text, then by model. In a cursor it names the place after
/// the last row, whatever has changed since.</summary>
internal readonly record struct SortKey(double Number, string Text, Guid Model) : IComparable<SortKey>, IParsable<SortKey>
{
    public int CompareTo(SortKey other) =>
        Number.CompareTo(other.Number) is var byNumber and not 0 ? byNumber
        : StringComparer.OrdinalIgnoreCase.Compare(Text, other.Text) is var byText and not 0 ? byText
        : Model.CompareTo(other.Model);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{BitConverter.DoubleToInt64Bits(Number):x} {Model:N} {Text}");

    public static SortKey Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var key) ? key : throw new FormatException($"'{s}' is not a sort order.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SortKey result)
    {
        var parts = s?.Split(' ', 3) ?? [];
        var bits = 0L;
        var model = Guid.Empty;
        var read =
            parts.Length == 3
            && long.TryParse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out bits)
            && Guid.TryParseExact(parts[1], "N", out model);
        result = read ? new SortKey(BitConverter.Int64BitsToDouble(bits), parts[2], model) : default;
        return read;
    }
}
