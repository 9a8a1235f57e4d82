using System.Text.Json;
using System.Text.Unicode;
using Bench.Service.Refusals;

namespace Bench.Service.Inputs;

/// <summary>Which characters a text from outside may have: Unicode without NUL, which Postgres keeps in no text, and without U+FFFE and
/// U+FFFF, which XML, so feeds and pictures, has no place for.</summary>
public static class OutsideCharacters
{
    const int MaxDepth = 1_000;

    /// <exception cref="RefusalException">One of its texts has a NUL or is not Unicode. JSON that cannot be read at all
    /// is left to its reader.</exception>
    public static void CheckJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var field = "";
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String))
                    continue;
                var what = reader.TokenType == JsonTokenType.String && field.Length > 0 ? $"The field '{field}'" : "A field's name";
                if (reader.TokenType == JsonTokenType.PropertyName)
                    field = "";
                if (!Utf8.IsValid(reader.ValueSpan))
                    throw NotUnicode(what);
                var text = reader.GetString()!;
                Check(what, text);
                if (reader.TokenType == JsonTokenType.PropertyName)
                    field = text;
            }
        }
        catch (JsonException)
        {
            // The reader of the body says where it breaks off.
        }
        catch (InvalidOperationException)
        {
            // A \u escape that is half of a pair.
            throw NotUnicode(field.Length > 0 ? $"The field '{field}'" : "A field's name");
        }
    }

    /// <exception cref="RefusalException">The text has a NUL or a code point that is not a character.</exception>
    public static void Check(string what, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw Refused(
                $"{what.Replace("\0", "\\u0000", StringComparison.Ordinal)} has a NUL character, which no text here may have.",
                "Leave the NUL (\\u0000, %00) out."
            );
        if (text.AsSpan().IndexOfAny('\uFFFE', '\uFFFF') is >= 0 and var place)
            throw Refused(
                $"{what} has U+{(int)text[place]:X4}, which is not a valid character.",
                "Leave it out; the text was probably decoded with the wrong encoding."
            );
    }

    static RefusalException NotUnicode(string what) =>
        Refused($"{what} is not valid Unicode.", "Send JSON in UTF-8, with whole surrogate pairs in \\u escapes.");

    static RefusalException Refused(string message, string nextStep) => new(RefusalKind.Malformed, "text-invalid", message, nextStep);
}
