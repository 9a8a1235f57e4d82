using System.Globalization;

namespace Bench.Service.Datasets.ClassSpaces;

/// <summary>Class indices written as text.</summary>
static class ClassIndexText
{
    /// <summary>Accepts decimal digits only, without sign, spaces or leading zeros: <c>0</c>, <c>10</c>, not
    /// <c>010</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');
}
