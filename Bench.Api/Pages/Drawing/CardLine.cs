using System.Text;
using SkiaSharp;

namespace Bench.Api.Pages.Drawing;

/// <summary>A line of text as runs of letters of one font. A stretch of letters that no font has is an ellipsis.</summary>
/// <param name="Runs">In reading order.</param>
/// <param name="IsWhole">Whether every letter has a font.</param>
internal sealed record CardLine(IReadOnlyList<(string Text, SKTypeface Font)> Runs, bool IsWhole)
{
    const string Ellipsis = "…";

    public static CardLine Of(string text)
    {
        var runs = new List<(string Text, SKTypeface Font)>();
        var isWhole = true;
        foreach (var letter in text.EnumerateRunes())
        {
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
            foreach (var letter in text.EnumerateRunes())
            {
                if (Width($"{letters}{letter}", font, size) > room)
                    break;
                letters.Append(letter.ToString());
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
        foreach (var (text, face) in Runs)
        {
            using var font = new SKFont(face, size) { Subpixel = true };
            canvas.DrawText(text, x, y, SKTextAlign.Left, font, paint);
            x += font.MeasureText(text);
        }
    }

    static float Width(string text, SKTypeface face, float size)
    {
        using var font = new SKFont(face, size) { Subpixel = true };
        return font.MeasureText(text);
    }
}
