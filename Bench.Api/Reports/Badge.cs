using System.Globalization;
using System.Text.Encodings.Web;

namespace Bench.Api.Reports;

/// <summary>A small picture for a README: what was measured, and the number.</summary>
internal static class Badge
{
    /// <remarks>Widths follow from an average glyph of Verdana at 11 px, as badge makers do; <c>textLength</c> makes
    /// the text fit whatever the font.</remarks>
    const double Glyph = 6.6;

    const string Sure = "#1c4f8f";
    const string Doubtful = "#8a5a00";

    /// <param name="label">What was measured.</param>
    /// <param name="value">The number.</param>
    /// <param name="doubts">Codes of what is doubtful about it; empty for nothing.</param>
    public static string Draw(string label, string value, string doubts = "")
    {
        var colour = doubts.Length > 0 ? Doubtful : Sure;
        if (doubts.Length > 0)
            value = $"{value} (in doubt)";
        var (left, right) = (Math.Round(label.Length * Glyph) + 12, Math.Round(value.Length * Glyph) + 12);
        var width = left + right;
        var (safeLabel, safeValue) = (HtmlEncoder.Default.Encode(label), HtmlEncoder.Default.Encode(value));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{safeLabel}: {safeValue}">
            <title>{safeLabel}: {safeValue}{(doubts.Length > 0 ? $": {doubts}" : "")}</title>
            <clipPath id="r"><rect width="{width}" height="20" rx="3"/></clipPath>
            <g clip-path="url(#r)"><rect width="{left}" height="20" fill="#3f454b"/>
            <rect x="{left}" width="{right}" height="20" fill="{colour}"/></g>
            <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
            <text x="{left / 2}" y="14" textLength="{left - 12}" lengthAdjust="spacingAndGlyphs">{safeLabel}</text>
            <text x="{left + right / 2}" y="14" textLength="{right - 12}" lengthAdjust="spacingAndGlyphs">{safeValue}</text>
            </g></svg>
            """
        );
    }
}
