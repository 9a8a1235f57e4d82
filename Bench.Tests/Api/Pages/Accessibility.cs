using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Bench.Tests.Api.Pages;

/// <summary>What axe finds wrong with a page.</summary>
internal static class Accessibility
{
    /// <summary>The serious and critical violations, a line each.</summary>
    /// <param name="page">The page as it is.</param>
    /// <param name="scheme">In the dark only colours are looked at again: everything else is the same in the light.</param>
    public static async Task<List<string>> SeriousViolationsAsync(this IPage page, ColorScheme scheme)
    {
        // Of what is in order only the names are wanted: a table of a thousand cells has a thousand nodes that pass.
        var options = new AxeRunOptions { ResultTypes = [ResultType.Violations] };
        if (scheme == ColorScheme.Dark)
            options.RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] };
        // The rows of a table are alike: a thousand of them take axe half a minute.
        var context = new AxeRunContext { Exclude = [new AxeSelector("tbody tr:nth-child(n+25)")] };
        return
        [
            .. (await page.RunAxe(context, options))
                .Violations.Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation =>
                    $"{page.Url}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"
                ),
        ];
    }
}
