using System.Text;

namespace Bench.Api.Reports;

/// <summary>Text from outside as Markdown (GitHub's) that says the same and does nothing.</summary>
internal static class MarkdownText
{
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.ReplaceLineEndings(" "))
        {
            if (letter is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '#' or '~' or '!' or '&')
                plain.Append('\\');
            plain.Append(letter);
        }
        return plain.ToString();
    }
}
