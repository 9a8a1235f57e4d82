using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Bench.Api.Leaderboard;

/// <summary>The place of a row in an order: by number, then by text, then by model. As a cursor it names the place
/// after the last row, whatever has changed since.</summary>
internal readonly record struct SortKey(double Number, string Text, Guid Model) : IComparable<SortKey>
{
    public int CompareTo(SortKey other) =>
        Number.CompareTo(other.Number) is var byNumber and not 0 ? byNumber
        : StringComparer.OrdinalIgnoreCase.Compare(Text, other.Text) is var byText and not 0 ? byText
        : Model.CompareTo(other.Model);

    public string ToCursor() =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{BitConverter.DoubleToInt64Bits(Number):x} {Model:N} {Text}")
            )
        );

    public static SortKey? Parse(string cursor)
    {
        if (cursor.Length > 2000 || !Base64Url.IsValid(cursor))
            return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(' ', 3);
        return
            parts.Length == 3
            && long.TryParse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits)
            && Guid.TryParseExact(parts[1], "N", out var model)
            ? new SortKey(BitConverter.Int64BitsToDouble(bits), parts[2], model)
            : null;
    }
}
