using Microsoft.Playwright;

namespace Bench.Tests.Api.Pages;

/// <summary>One headless Chromium for the tests of a class: the machine's own, never a download.</summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>What a page is seen in unless something else is said.</summary>
    static readonly ViewportSize Desk = new() { Width = 1_400, Height = 900 };

    /// <remarks>The shell first: it renders the same and opens no browser window around each page, which costs seconds.</remarks>
    static readonly string[] Places =
    [
        "/usr/bin/chromium-headless-shell",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    readonly Lazy<Task<IBrowser>> _browser;
    IPlaywright? _playwright;

    public Chromium() => _browser = new(LaunchAsync);

    /// <summary>A page of its own in a browser that has seen nothing; skips the calling test where there is no Chromium, fails it under
    /// <c>CI=true</c>.</summary>
    public async Task<IPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.ViewportSize ??= Desk;
        var context = await (await _browser.Value).NewContextAsync(options);
        context.SetDefaultTimeout((float)Patience.Deadline.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    async Task<IBrowser> LaunchAsync()
    {
        var path = Places.FirstOrDefault(File.Exists);
        if (path is null && Environment.GetEnvironmentVariable("CI") == "true")
            throw new InvalidOperationException(
                $"Under CI=true the pages must be looked at: none of {string.Join(", ", Places)} is there."
            );
        Assert.SkipWhen(path is null, $"no Chromium: none of {string.Join(", ", Places)} is there");
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = path, Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _browser.Value).DisposeAsync();
        _playwright?.Dispose();
    }
}
