using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.XPath;

namespace Bench.Api.OpenApi;

/// <summary>A project's documentation file with its texts as one line each: where the source breaks a line is not the
/// reader's concern.</summary>
internal static partial class FlowingComments
{
    public static XPathDocument Read(string path)
    {
        var comments = XDocument.Load(path, LoadOptions.PreserveWhitespace);
        foreach (var text in comments.DescendantNodes().OfType<XText>())
            text.Value = LineBreak().Replace(text.Value, " ");
        using var reader = comments.CreateReader();
        return new XPathDocument(reader);
    }

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineBreak();
}
