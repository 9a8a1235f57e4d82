using System.Net;
using System.Text.RegularExpressions;

namespace Bench.Tests.Api.Pages;

/// <summary>A browser without JavaScript: it keeps cookies, and sends a page's forms with the token that they contain.</summary>
static partial class PageForms
{
    public static HttpClient Browser(BenchApp app) =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = app.Address };

    public static async Task<HttpClient> SignedInAsync(BenchApp app, string key)
    {
        var browser = Browser(app);
        using var answer = await browser.PostFormAsync("/sign-in", "/sign-in", ("key", key));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return browser;
    }

    /// <param name="browser">The browser.</param>
    /// <param name="page">Address of the page that has the form.</param>
    /// <param name="address">Where the form is sent to.</param>
    /// <param name="fields">What was filled in.</param>
    public static async Task<HttpResponseMessage> PostFormAsync(
        this HttpClient browser,
        string page,
        string address,
        params (string Name, string Value)[] fields
    ) => await browser.PostAsync(address, Filled(await browser.GetStringAsync(page), fields));

    /// <summary>A form of a page that was read, with its token.</summary>
    public static FormUrlEncodedContent Filled(string page, params (string Name, string Value)[] fields) =>
        new([
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            new("__RequestVerificationToken", Token().Match(page).Groups[1].Value),
        ]);

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
