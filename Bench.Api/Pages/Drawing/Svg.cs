using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Bench.Api.Pages.Drawing;

/// <summary>Writes SVG elements: numbers short and invariant, texts encoded. Colours come from the style sheet by
/// class.</summary>
internal sealed class Svg
{
    readonly StringBuilder _text = new();

    /// <param name="width">Width in CSS pixels.</param>
    /// <param name="height">Height in CSS pixels.</param>
    /// <param name="label">What the drawing shows, for those who cannot see it; null for a drawing that repeats the
    /// text next to it.</param>
    /// <param name="hasLinks">Whether things in it can be followed, which makes it a group of things rather than one
    /// picture.</param>
    public Svg(double width, double height, string? label = null, bool hasLinks = false) =>
        _text
            .Append(
                CultureInfo.InvariantCulture,
                $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" "
            )
            .Append(label is null ? "aria-hidden=\"true\">" : $"role=\"{(hasLinks ? "group" : "img")}\" aria-label=\"{Encode(label)}\">");

    public Svg Line(string kind, double x1, double y1, double x2, double y2)
    {
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<line class=\"{kind}\" x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\"/>"
        );
        return this;
    }

    public Svg Rectangle(string kind, double x, double y, double width, double height)
    {
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<rect class=\"{kind}\" x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{Math.Max(0, width):0.##}\" "
                + $"height=\"{Math.Max(0, height):0.##}\"/>"
        );
        return this;
    }

    public Svg Circle(string kind, double x, double y, double radius)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<circle class=\"{kind}\" cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\"/>");
        return this;
    }

    /// <param name="kind">Class of the text.</param>
    /// <param name="x">Left, middle or right of the text, by <paramref name="anchor"/>.</param>
    /// <param name="y">Base line.</param>
    /// <param name="text">What it says.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="turned">Read from bottom to top.</param>
    public Svg Text(string kind, double x, double y, string text, string anchor = "start", bool turned = false)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\"");
        if (turned)
            _text.Append(CultureInfo.InvariantCulture, $" transform=\"rotate(-90 {x:0.##} {y:0.##})\"");
        _text.Append('>').Append(Encode(text)).Append("</text>");
        return this;
    }

    /// <param name="kind">Class of the line.</param>
    /// <param name="points">Its corners.</param>
    public Svg Path(string kind, IEnumerable<(double X, double Y)> points)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<path class=\"{kind}\" d=\"");
        var command = 'M';
        foreach (var (x, y) in points)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{command}{x:0.##} {y:0.##}");
            command = 'L';
        }
        _text.Append("\"/>");
        return this;
    }

    /// <summary>Everything that <paramref name="draw"/> draws is a link; its name is read out and shown on
    /// hover.</summary>
    public Svg Link(string address, string name, Action<Svg> draw)
    {
        _text
            .Append("<a href=\"")
            .Append(Encode(address))
            .Append("\" aria-label=\"")
            .Append(Encode(name))
            .Append("\"><title>")
            .Append(Encode(name))
            .Append("</title>");
        draw(this);
        _text.Append("</a>");
        return this;
    }

    /// <summary>Something of our own that is no drawing: a style sheet.</summary>
    public Svg Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public IHtmlContent Html() => new HtmlString(ToString());

    public override string ToString() => _text + "</svg>";

    static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
