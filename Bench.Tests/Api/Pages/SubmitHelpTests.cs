using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bench.Tests.Api.Pages;

/// <summary>What the submit page says before a byte of a model is sent.</summary>
public sealed class SubmitHelpTests(BenchApps apps) : IClassFixture<BenchApps>
{
    const string Timm = """{"architecture": "tiny", "pretrained_cfg": {"input_size": [3, 8, 8], "interpolation": "bicubic"}}""";

    [Theory]
    [InlineData("""{"input_size": [3, 64, 48], "crop_pct": 0.9}""", 200, "64 × 48, bilinear, crop 0.9 (center)")]
    [InlineData(Timm, 200, "8 × 8, bicubic")]
    [InlineData("""{"crop_pct": 87.5}""", 422, "87.5 % is 0.875")]
    [InlineData("{", 422, "not JSON")]
    [InlineData("""{"crop_pct": 0.9, "crop_pct": 0.8}""", 422, "a field twice")]
    [InlineData("""{"pretrained_cfg": {"crop_pct": 0.9, "crop_pct": 0.8}}""", 422, "a field twice")]
    [InlineData("""{"\uD800": 1}""", 400, "not valid Unicode")]
    public async Task A_contract_is_checked_as_registering_would(string contract, int status, string words)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var browser = app.Reader();

        using var answer = await browser.PostAsync("/submit?handler=check", new StringContent(contract));

        ((int)answer.StatusCode).ShouldBe(status);
        JsonSerializer
            .Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync())
            .GetProperty(status == 200 ? "words" : "detail")
            .GetString()!
            .ShouldContain(words);
    }

    [Fact]
    public async Task A_sentence_of_the_API_leads_to_pages_as_elsewhere()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var browser = app.Reader();

        using var answer = await browser.PostAsync("/submit?handler=step", new StringContent("<b> List them with GET /api/v1/models."));

        (await answer.Content.ReadAsStringAsync()).ShouldBe("""&lt;b&gt; List them on <a href="/models">the page of all models</a>.""");
    }

    [Fact]
    public async Task A_configuration_is_fetched_by_name_where_the_operator_allows_it()
    {
        await using var hub = Hub();
        await hub.StartAsync(TestContext.Current.CancellationToken);
        var address = hub.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:ModelHub", address));
        using var client = app.WithKey();
        using var stranger = app.Reader();

        using var timm = await client.GetAsync("/submit?handler=config&name=timm:tiny");
        using var processor = await client.GetAsync("/submit?handler=config&name=hf:someone/vit");
        using var missing = await client.GetAsync("/submit?handler=config&name=someone/else");
        using var outside = await client.GetAsync("/submit?handler=config&name=someone/..%2F..%2Fapi");
        using var unknown = await stranger.GetAsync("/submit?handler=config&name=timm:tiny");
        using var sent = await stranger.PostAsync("/submit", Form(app.OperatorKey, "timm:tiny"));

        (await timm.JsonAsync(HttpStatusCode.OK))
            .GetProperty("pretrained_cfg")
            .GetProperty("interpolation")
            .GetString()
            .ShouldBe("bicubic");
        (await processor.JsonAsync(HttpStatusCode.OK)).GetProperty("size").GetInt32().ShouldBe(8);
        (await missing.JsonAsync(HttpStatusCode.NotFound)).GetProperty("code").GetString().ShouldBe("hub-config-not-found");
        (await outside.JsonAsync(HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString().ShouldBe("hub-name-invalid");
        unknown.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var page = await sent.Content.ReadAsStringAsync();
        sent.RequestMessage!.RequestUri!.AbsolutePath.ShouldStartWith("/models/", customMessage: page);
        WebUtility.HtmlDecode(page).ShouldContain("8 × 8, bicubic");
    }

    [Theory]
    [InlineData("hf-hub:timm/tiny")]
    [InlineData("timm:hf_hub:timm/tiny")]
    [InlineData(" timm/tiny/ ")]
    [InlineData("Timm:tiny@main")]
    [InlineData("{hub}/timm/tiny")]
    [InlineData("{hub}/timm/tiny/blob/main/config.json?download=true")]
    [InlineData("hf:someone/vit@v2")]
    [InlineData("{hub}/someone/vit/tree/v2/")]
    public async Task Names_are_taken_as_people_have_them(string name)
    {
        await using var hub = Hub();
        var (app, client, address) = await AtAsync(hub);
        await using var _ = app;

        using var answer = await client.GetAsync(Config(name.Replace("{hub}", address, StringComparison.Ordinal)));

        (await answer.JsonAsync(HttpStatusCode.OK)).ToString().ShouldContain("8");
    }

    [Theory]
    [InlineData("resnet50", 422, "hub-name-invalid")]
    [InlineData("https://elsewhere.example/timm/tiny", 422, "hub-name-invalid")]
    [InlineData("{hub}/models?search=tiny", 422, "hub-name-invalid")]
    [InlineData("hf:someone/vit@v3", 404, "hub-config-not-found")]
    [InlineData("bad/twice", 422, "hub-unreachable")]
    [InlineData("bad/half-a-letter", 422, "hub-unreachable")]
    [InlineData("bad/page", 422, "hub-unreachable")]
    [InlineData("bad/huge", 422, "hub-unreachable")]
    [InlineData("bad/private", 404, "hub-config-not-found")]
    public async Task What_a_hub_does_not_have_or_sends_in_its_place_is_told(string name, int status, string code)
    {
        await using var hub = Hub();
        var (app, client, address) = await AtAsync(hub);
        await using var _ = app;

        using var answer = await client.GetAsync(Config(name.Replace("{hub}", address, StringComparison.Ordinal)));

        (await answer.JsonAsync((HttpStatusCode)status)).GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task The_names_of_many_classes_are_no_hindrance_and_are_left_there()
    {
        await using var hub = Hub();
        var (app, client, _) = await AtAsync(hub);
        await using var __ = app;

        using var answer = await client.GetAsync(Config("hf:someone/many"));

        (await answer.JsonAsync(HttpStatusCode.OK)).ToString().Length.ShouldBeLessThan(200);
    }

    static string Config(string name) => $"/submit?handler=config&name={Uri.EscapeDataString(name)}";

    static async Task<(BenchApp App, HttpClient Client, string Hub)> AtAsync(WebApplication hub)
    {
        await hub.StartAsync(TestContext.Current.CancellationToken);
        var address = hub.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:ModelHub", address));
        return (app, app.WithKey(), address);
    }

    [Fact]
    public async Task Without_the_operator_s_word_nothing_is_fetched_and_the_page_does_not_offer_it()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();

        using var answer = await client.GetAsync("/submit?handler=config&name=timm:tiny");

        (await answer.JsonAsync(HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString().ShouldBe("hub-not-allowed");
        (await client.GetStringAsync("/submit")).ShouldNotContain("fetch-config");
    }

    [Fact]
    public async Task Whoever_is_signed_in_sees_the_entries_of_before()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        using var created = await owner.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "of yesterday", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(2, seed: 81))
        );
        created.EnsureSuccessStatusCode();
        using var stranger = app.Reader();

        (await owner.GetStringAsync("/submit")).ShouldContain("of yesterday");
        (await stranger.GetStringAsync("/submit")).ShouldContain("/sign-in?back=/submit");
    }

    static MultipartFormDataContent Form(string key, string config) =>
        new()
        {
            { new StringContent(key), "key" },
            { new ByteArrayContent(TinyModel.Create(2, seed: 82)), "file", "tiny.onnx" },
            { new StringContent("by name"), "name" },
            { new StringContent(config), "config" },
            { new StringContent(""), "preprocessing" },
        };

    /// <summary>A hub that has timm/tiny, and someone/vit with an image processor.</summary>
    static WebApplication Hub()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var hub = builder.Build();
        hub.Urls.Add("http://127.0.0.1:0");
        hub.MapGet("/timm/tiny/resolve/main/config.json", () => Results.Text(Timm, "text/plain"));
        hub.MapGet("/someone/vit/resolve/main/config.json", () => Results.Text("""{"model_type": "vit"}"""));
        hub.MapGet(
            "/someone/vit/resolve/main/preprocessor_config.json",
            () => Results.Text("""{"do_resize": true, "size": 8, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}""")
        );
        hub.MapGet("/someone/vit/resolve/v2/config.json", () => Results.Text("""{"size": 8}"""));
        hub.MapGet("/someone/many/resolve/main/config.json", () => Results.Text($$"""{"size": 8, "id2label": {{Labels(21_841)}}}"""));
        hub.MapGet("/bad/twice/resolve/main/config.json", () => Results.Text("""{"size": 8, "size": 9}"""));
        hub.MapGet("/bad/half-a-letter/resolve/main/config.json", () => Results.Text("""{"\uD800": 8}"""));
        hub.MapGet("/bad/page/resolve/main/config.json", () => Results.Text("<!doctype html><title>Sign in</title>", "text/html"));
        hub.MapGet("/bad/huge/resolve/main/config.json", () => Results.Text(new string(' ', 9 << 20)));
        hub.MapGet("/bad/private/resolve/main/{file}", () => Results.Unauthorized());
        return hub;
    }

    static string Labels(int count) =>
        JsonSerializer.Serialize(
            Enumerable.Range(0, count).ToDictionary(index => $"{index}", index => $"class {index}, {new string('x', 50)}")
        );
}
