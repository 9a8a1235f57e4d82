using System.Globalization;
using System.Text.Encodings.Web;

namespace Bench.Api.Reports;

/// <summary>A small picture for a README: what was measured, and the number.</summary>
internal static class Badge
{
    /// <remarks>Widths follow from an average glyph of Verdana at 11 px, as badge makers do; <c>textLength</c> makes the text fit whatever
    /// the font.</remarks>
    const double Glyph = 6.6;

    public static string Draw(string label, string value)
    {
        var (left, right) = (Math.Round(label.Length * Glyph) + 12, Math.Round(value.Length * Glyph) + 12);
        var width = left + right;
        var (safeLabel, safeValue) = (HtmlEncoder.Default.Encode(label), HtmlEncoder.Default.Encode(value));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{safeLabel}: {safeValue}">
            <title>{safeLabel}: {safeValue}</title>
            <clipPath id="r"><rect width="{width}" height="20" rx="3"/></clipPath>
            <g clip-path="url(#r)"><rect width="{left}" height="20" fill="#3f454b"/><rect x="{left}" width="{right}" height="20" fill="#1c4f8f"/></g>
            <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
            <text x="{left / 2}" y="14" textLength="{left - 12}" lengthAdjust="spacingAndGlyphs">{safeLabel}</text>
            <text x="{left + right / 2}" y="14" textLength="{right - 12}" lengthAdjust="spacingAndGlyphs">{safeValue}</text>
            </g></svg>
            """
        );
    }
}
