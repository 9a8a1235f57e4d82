using SkiaSharp;

namespace Bench.Api.Pages.Drawing;

/// <summary>The picture that chats show next to a link: a title, and a few numbers with their intervals, as PNG because
/// they take no SVG.</summary>
internal static class LinkCard
{
    public const int Width = 1200;
    public const int Height = 630;
    public const int MostRows = 6;

    const int Edge = 64;
    const int FirstRow = 250;
    const int RowHeight = 54;
    const int Bars = 620;
    const int BarsEnd = 860;
    const int Values = 980;
    const string MissingLetters = "… marks letters without a font here";

    static readonly SKColor Ground = SKColor.Parse("#fdfdfb");
    static readonly SKColor Ink = SKColor.Parse("#1b1e22");
    static readonly SKColor Soft = SKColor.Parse("#565c63");
    static readonly SKColor Accent = SKColor.Parse("#1c4f8f");

    /// <param name="title">The first line, for example the name of a model.</param>
    /// <param name="subtitle">The second.</param>
    /// <param name="rows">At most <see cref="MostRows"/> are drawn.</param>
    public static byte[] Draw(string title, string subtitle, IReadOnlyList<LinkCardRow> rows)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        var canvas = surface.Canvas;
        canvas.Clear(Ground);
        Text(canvas, "Bench.", Edge, 84, 30, Accent);
        var isWhole = Text(canvas, title, Edge, 156, 52, Ink, Width - 2 * Edge);
        isWhole &= Text(canvas, subtitle, Edge, 204, 28, Soft, Width - 2 * Edge);
        var shown = rows.Take(MostRows).ToList();
        var scale = Scale.Over(
            shown.SelectMany<LinkCardRow, double>(row => [row.Value, row.Low ?? row.Value, row.High ?? row.Value]),
            Bars,
            BarsEnd
        );
        for (var i = 0; i < shown.Count; i++)
            isWhole &= Row(canvas, shown[i], FirstRow + i * RowHeight + 30, scale);
        if (!isWhole)
            Text(canvas, MissingLetters, Width - Edge, 84, 22, Soft, align: SKTextAlign.Right);
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <returns>Whether every letter has a font.</returns>
    static bool Row(SKCanvas canvas, LinkCardRow row, int y, Scale scale)
    {
        var isWhole = Text(canvas, row.Name, Edge, y, 28, Ink, Bars - Edge - 24);
        if (row is { Low: { } low, High: { } high })
        {
            using var bar = new SKPaint { Color = Accent.WithAlpha(97) };
            canvas.DrawRect((float)scale[low], y - 20, Math.Max(3, (float)(scale[high] - scale[low])), 20, bar);
        }
        using var mark = new SKPaint { Color = Accent };
        canvas.DrawRect((float)scale[row.Value] - 2, y - 25, 4, 30, mark);
        Text(canvas, row.ValueText, Values, y, 28, Ink, align: SKTextAlign.Right);
        Text(canvas, row.IntervalText, Width - Edge, y, 22, Soft, align: SKTextAlign.Right);
        return isWhole;
    }

    /// <summary>Writes a line; one that is too long ends with an ellipsis.</summary>
    /// <returns>Whether every letter has a font.</returns>
    static bool Text(
        SKCanvas canvas,
        string text,
        float x,
        float y,
        float size,
        SKColor colour,
        float most = float.PositiveInfinity,
        SKTextAlign align = SKTextAlign.Left
    )
    {
        var line = CardLine.Of(text).CutTo(most, size);
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        line.Draw(canvas, align == SKTextAlign.Right ? x - line.Width(size) : x, y, size, paint);
        return line.IsWhole;
    }
}

/// <summary>A line of the picture: a name, a value on the common axis, and both as texts.</summary>
internal sealed record LinkCardRow(string Name, double Value, double? Low, double? High, string ValueText, string IntervalText);
