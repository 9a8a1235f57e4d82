using System.Globalization;

namespace Bench.Service.Inputs;

/// <summary>Numbers as people's programs write them: with a decimal point, or with the decimal comma of half of Europe.</summary>
static class DecimalText
{
    /// <summary>Reads a number. One comma and no point is a decimal comma: nobody puts thousands apart in a probability or a
    /// weight.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="number">The number; it may be infinite or none, as the text says.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return true;
        Span<char> pointed = stackalloc char[Math.Min(text.Length, 64)];
        if (text.Length > pointed.Length || text.Count(',') != 1 || text.Contains('.'))
            return false;
        text.Replace(pointed, ',', '.');
        return double.TryParse(pointed, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Whether a comma may put thousands apart as well: <c>1,024</c>, and not <c>0,125</c> or <c>1,5</c>.</summary>
    public static bool MayBeThousands(ReadOnlySpan<char> text) =>
        text is [not '0', .., ',', _, _, _] && text.Length <= "999,999".Length && text.Count(',') == 1 && !text.ContainsAnyExcept(Digits);

    static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create("0123456789,");
}
