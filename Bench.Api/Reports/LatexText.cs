using System.Text;

namespace Bench.Api.Reports;

/// <summary>Text from outside, so that TeX prints it and does nothing else.</summary>
internal static class LatexText
{
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.ReplaceLineEndings(" "))
            plain.Append(
                letter switch
                {
                    '\\' => @"\textbackslash{}",
                    '~' => @"\textasciitilde{}",
                    '^' => @"\textasciicircum{}",
                    // The usual fonts have other letters in these places: ¡, ¿ and a dash.
                    '<' => @"\textless{}",
                    '>' => @"\textgreater{}",
                    '|' => @"\textbar{}",
                    '−' => "$-$",
                    '–' => "--",
                    '†' => @"\dag{}",
                    '{' or '}' or '%' or '#' or '$' or '&' or '_' => $@"\{letter}",
                    _ => letter.ToString(),
                }
            );
        return plain.ToString();
    }
}
