using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Bench.Tests.Api.Pages;

/// <summary>What axe finds wrong with a page.</summary>
/// <remarks>It runs in the page, and only violations come back. The package's own way puts axe into a second page too, and sends all that
/// it found through the driver twice: for pages with frames of other origins, which ours have not.</remarks>
internal static class Accessibility
{
    const string Run = """
        async rules => {
            // The rows of a table are alike: a thousand of them take axe half a minute.
            const context = { exclude: [["tbody tr:nth-child(n+25)"]] };
            const options = { resultTypes: ["violations"] };
            if (rules.length > 0)
                options.runOnly = { type: "rule", values: rules };
            const found = await axe.run(context, options);
            return found.violations
                .filter(violation => violation.impact === "serious" || violation.impact === "critical")
                .map(violation => `${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map(node => node.html).join(" | ")}`);
        }
        """;

    static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>The serious and critical violations, a line each.</summary>
    /// <param name="page">The page as it is.</param>
    /// <param name="scheme">In the dark only colours are looked at again: everything else is the same in the light.</param>
    public static async Task<List<string>> SeriousViolationsAsync(this IPage page, ColorScheme scheme)
    {
        (await page.Locator("iframe").CountAsync()).ShouldBe(0, "axe looks at the page alone");
        await page.EvaluateAsync(Axe);
        string[] rules = scheme == ColorScheme.Dark ? ["color-contrast"] : [];
        var found = await page.EvaluateAsync<string[]>(Run, rules);
        return [.. found.Select(violation => $"{page.Url}: {violation}")];
    }
}
