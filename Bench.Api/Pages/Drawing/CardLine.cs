using System.Globalization;
using System.Text;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace Bench.Api.Pages.Drawing;

/// <summary>A line of text as runs of letters of one font. A stretch of letters that no font has is an
/// ellipsis.</summary>
/// <param name="Runs">In reading order.</param>
/// <param name="IsWhole">Whether every letter has a font.</param>
internal sealed record CardLine(IReadOnlyList<(string Text, SKTypeface Font)> Runs, bool IsWhole)
{
    const string Ellipsis = "…";

    public static CardLine Of(string text)
    {
        var runs = new List<(string Text, SKTypeface Font)>();
        var isWhole = true;
        foreach (var letter in text.Replace('\u00A0', ' ').EnumerateRunes())
        {
            if (IsPartOfLetter(letter) && runs is [.., { Text: not Ellipsis } before])
            {
                runs[^1] = ($"{before.Text}{letter}", before.Font);
                continue;
            }
            var font = CardFonts.For(letter);
            isWhole &= font is not null;
            if (font is null && runs is [.., (Ellipsis, _)])
                continue;
            var (piece, of) = font is null ? (Ellipsis, CardFonts.Usual) : ($"{letter}", font);
            if (runs is [.., var last] && last.Font == of && font is not null && last.Text != Ellipsis)
                runs[^1] = (last.Text + piece, of);
            else
                runs.Add((piece, of));
        }
        return new(runs, isWhole);
    }

    /// <summary>The runs from left to right. Those of scripts that are written from right to left change places, with
    /// what stands between them and has no direction of its own; the line itself begins on the left.</summary>
    public IReadOnlyList<(string Text, SKTypeface Font)> FromLeftToRight
    {
        get
        {
            var runs = Runs.ToArray();
            for (var from = 0; from < runs.Length; from++)
            {
                if (!IsRightToLeft(runs[from].Text))
                    continue;
                var to = from;
                for (var next = from + 1; next < runs.Length && !HasLettersFromLeft(runs[next].Text); next++)
                    if (IsRightToLeft(runs[next].Text))
                        to = next;
                Array.Reverse(runs, from, to - from + 1);
                from = to;
            }
            return runs;
        }
    }

    public float Width(float size) => Runs.Sum(run => Width(run.Text, run.Font, size));

    /// <summary>The line, or as much of its beginning as has room, with an ellipsis.</summary>
    public CardLine CutTo(float most, float size)
    {
        if (Width(size) <= most)
            return this;
        var room = most - Width(Ellipsis, CardFonts.Usual, size);
        var kept = new List<(string Text, SKTypeface Font)>();
        foreach (var (text, font) in Runs)
        {
            var letters = new StringBuilder();
            foreach (var letter in Letters(text))
            {
                if (Width($"{letters}{letter}", font, size) > room)
                    break;
                letters.Append(letter);
            }
            kept.Add(($"{letters}", font));
            room -= Width($"{letters}", font, size);
            if (letters.Length < text.Length)
                break;
        }
        kept[^1] = (kept[^1].Text.TrimEnd(), kept[^1].Font);
        return this with { Runs = [.. kept, (Ellipsis, CardFonts.Usual)] };
    }

    public void Draw(SKCanvas canvas, float x, float y, float size, SKPaint paint)
    {
        foreach (var (text, face) in FromLeftToRight)
        {
            using var font = new SKFont(face, size) { Subpixel = true };
            if (face == CardFonts.Usual)
                canvas.DrawText(text, x, y, SKTextAlign.Left, font, paint);
            else
            {
                using var shaper = new SKShaper(face);
                canvas.DrawShapedText(shaper, text, x, y, SKTextAlign.Left, font, paint);
            }
            x += Width(text, face, size);
        }
    }

    /// <summary>Width of the text as it is drawn: letters of other scripts are joined, reordered and put over each
    /// other by their font's rules.</summary>
    static float Width(string text, SKTypeface face, float size)
    {
        using var font = new SKFont(face, size) { Subpixel = true };
        if (face == CardFonts.Usual)
            return font.MeasureText(text);
        if (text.Length == 0)
            return 0;
        using var shaper = new SKShaper(face);
        return shaper.Shape(text, font).Width;
    }

    static IEnumerable<string> Letters(string text)
    {
        for (var from = 0; from < text.Length; )
        {
            var length = StringInfo.GetNextTextElementLength(text, from);
            yield return text.Substring(from, length);
            from += length;
        }
    }

    /// <summary>Marks over and under letters, and what joins them or keeps them apart: they are drawn with the letter
    /// before.</summary>
    static bool IsPartOfLetter(Rune letter) =>
        Rune.GetUnicodeCategory(letter)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format;

    static bool IsRightToLeft(string run) => run.EnumerateRunes().Any(IsRightToLeft);

    static bool IsRightToLeft(Rune letter) =>
        letter.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFE) or (>= 0x10800 and <= 0x10FFF);

    static bool HasLettersFromLeft(string run) => run.EnumerateRunes().Any(letter => Rune.IsLetter(letter) && !IsRightToLeft(letter));
}
