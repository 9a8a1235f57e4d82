using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Bench.Tests.Api.Pages;

/// <summary>What holds for every page, looked at in a phone's width: it loads without an error and from nobody else, is no wider than the
/// screen, and axe finds nothing serious.</summary>
internal static class PageWalk
{
    const int Phone = 390;

    public static async Task ShouldBeSoundAsync(
        this Chromium chromium,
        BenchApp app,
        ColorScheme scheme,
        params IReadOnlyList<string> addresses
    )
    {
        var page = await chromium.OpenAsync(
            new()
            {
                BaseURL = app.Address.ToString(),
                ColorScheme = scheme,
                ViewportSize = new() { Width = Phone, Height = 844 },
            }
        );
        var wrong = page.Wrong(app);
        foreach (var address in addresses)
        {
            var answer = await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
            answer!.Status.ShouldBe(200, address);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(Phone, address);
            wrong.AddRange(await page.SeriousViolationsAsync(scheme));
        }
        wrong.ShouldBeEmpty();
        await page.CloseAsync();
    }

    /// <summary>Waits until the page has an address.</summary>
    /// <remarks>Playwright's own wait misses a page that has loaded while it looks whether it has.</remarks>
    public static Task IsAtAsync(this IPage page, Regex address) =>
        Assertions.Expect(page).ToHaveURLAsync(address, new() { Timeout = (float)Patience.Deadline.TotalMilliseconds });

    /// <summary>Where a page that is loaded from now on asks somebody else or has an error, a line each.</summary>
    public static List<string> Wrong(this IPage page, BenchApp app)
    {
        var wrong = new List<string>();
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(app.Address.ToString(), StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
            )
                wrong.Add($"{page.Url} asks {request.Url}");
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                wrong.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => wrong.Add($"{page.Url}: {error}");
        return wrong;
    }
}
