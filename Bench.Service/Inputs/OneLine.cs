using System.Globalization;
using System.Text;

namespace Bench.Service.Inputs;

/// <summary>Which text from outside is allowed in one line among others: in a table, a feed, a picture.</summary>
public static class OneLine
{
    /// <summary>Whether people can tell it from nothing, and it is printable.</summary>
    /// <param name="text">The name; null is none.</param>
    /// <param name="most">UTF-16 units that it may have.</param>
    public static bool IsName(string? text, int most) => text?.Length <= most && text.EnumerateRunes().Any(IsSeen) && text.All(IsPrintable);

    /// <summary>Whether a letter stays in its line and leaves those around it as they are.</summary>
    /// <remarks>Overrides and isolates turn the reading direction of whatever follows, up to the end of a line; XML, which
    /// feeds and pictures are, has no place for U+FFFE and U+FFFF.</remarks>
    public static bool IsPrintable(char letter) =>
        !char.IsControl(letter)
        && letter is not ('\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFFFE' or '\uFFFF');

    /// <summary>Its beginning, and no half of a letter: that is no text, and Postgres refuses it.</summary>
    /// <param name="text">Any.</param>
    /// <param name="most">UTF-16 units that stay, at least one.</param>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    static bool IsSeen(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.NonSpacingMark
            );
}
