using System.Text.RegularExpressions;
using Bench.Service;
using Microsoft.AspNetCore.Html;

namespace Bench.Api.Problems;

/// <summary>A next step as a page says it: where the API's sentence names an address to ask, the page that shows the same or
/// does the same; else a link to the address, or to the API's description.</summary>
internal static partial class StepText
{
    const string Api = "/api/v1/";

    /// <summary>Pages of a list, and of one thing of it; null where it has none of its own.</summary>
    static readonly Dictionary<string, (string List, string? One)> Pages = new()
    {
        ["datasets"] = ("the page of all datasets", "the dataset's page"),
        ["evaluations"] = ("the page of all evaluations", "the evaluation's page"),
        ["label-sets"] = ("the page of all label sets", null),
        ["log"] = ("the page of the log", null),
        ["metrics"] = ("the page of all metrics", null),
        ["models"] = ("the page of all models", "the model's page"),
        ["suites"] = ("the page of all suites", "the suite's page"),
        ["views"] = ("the page of saved views", null),
    };

    public static IHtmlContent Of(string step)
    {
        var (html, done) = (new HtmlContentBuilder(), 0);
        foreach (Match asked in Asked().Matches(step))
        {
            html.Append(step[done..asked.Index]);
            done = asked.Index + asked.Length;
            var isFirst = asked.Index == 0 || step[..asked.Index].EndsWith(". ", StringComparison.Ordinal);
            var (lead, address) = (asked.Groups["lead"].Value, asked.Groups["address"].Value);
            if (asked.Groups["method"].Value == "POST")
                Send(html, lead, address);
            else
                Show(html, lead, address, isFirst);
        }
        return html.Append(step[done..]);
    }

    static void Send(HtmlContentBuilder html, string lead, string address)
    {
        var isSubmitted = address is Api + "models" or Api + "evaluations";
        html.Append(
            lead.Length == 0 ? ""
            : isSubmitted ? "on "
            : "through "
        );
        Link(html, isSubmitted ? "the submit page" : "the API", isSubmitted ? "/submit" : "/swagger");
    }

    static void Show(HtmlContentBuilder html, string lead, string address, bool isFirst)
    {
        var path = address.Split('?')[0][Api.Length..];
        var parts = path.Split('/');
        var page = Pages.TryGetValue(parts[0], out var known) && parts.Length < 3 ? (parts.Length == 1 ? known.List : known.One) : null;
        var (words, target) = page is null ? (address, address) : (page, path == "metrics" ? "/metrics/catalogue" : $"/{path}");
        html.Append(page is not null && lead.Length > 0 ? "on " : lead);
        if (isFirst)
            words = Sentence.Capitalised(words);
        // An address with a place to fill in leads nowhere.
        if (target.AsSpan().IndexOfAny("{…") >= 0)
            html.Append(words);
        else
            Link(html, words, target);
    }

    static void Link(HtmlContentBuilder html, string words, string target) =>
        html.AppendHtml("<a href=\"").Append(target).AppendHtml("\">").Append(words).AppendHtml("</a>");

    [GeneratedRegex("(?<lead>with |at )?(?<method>GET|POST) (?<address>/api/v1/[^\\s,;:]*[^\\s,;:.])", RegexOptions.CultureInvariant)]
    private static partial Regex Asked();
}
