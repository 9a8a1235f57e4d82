using System.Globalization;
using System.Text;

namespace Bench.Api.Http;

/// <summary>A table as CSV (RFC 4180); null is an empty field.</summary>
internal sealed class CsvText
{
    readonly StringBuilder _text = new();

    public void Line(params IReadOnlyList<object?> fields)
    {
        for (var i = 0; i < fields.Count; i++)
            _text.Append(i == 0 ? "" : ",").Append(Field(Convert.ToString(fields[i], CultureInfo.InvariantCulture) ?? ""));
        _text.Append("\r\n");
    }

    public override string ToString() => _text.ToString();

    /// <remarks>A name that a spreadsheet would run as a formula is made text by a leading apostrophe.</remarks>
    static string Field(string value)
    {
        if (
            value.Length > 0 && value[0] is '=' or '+' or '@' or '\t'
            || (value is ['-', ..] && !double.TryParse(value, CultureInfo.InvariantCulture, out _))
        )
            value = $"'{value}";
        return value.AsSpan().IndexOfAny("\",\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
