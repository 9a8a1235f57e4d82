using System.Net;
using System.Net.Http.Json;
using Bench.Api.Webhooks;

namespace Bench.Tests.Api.Webhooks;

/// <summary>A webhook must not be a way into the operator's network.</summary>
public sealed class WebhookGuardTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory]
    [InlineData("http://127.0.0.1:5432/")]
    [InlineData("http://localhost/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://192.168.1.1/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("ftp://example.org/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:word@example.org/")]
    [InlineData("example.org")]
    public async Task An_address_that_is_not_of_the_open_internet_is_refused(string url)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();

        using var response = await client.PostAsJsonAsync("/api/v1/webhooks", new { url });

        (await response.ShouldBeProblemAsync(422, "webhook-invalid")).GetProperty("errors").TryGetProperty("url", out _).ShouldBeTrue();
    }

    /// <summary>Whatever a name said when it was registered, its addresses are judged when it is connected to.</summary>
    [Fact]
    public async Task A_name_that_leads_inside_is_not_connected_to()
    {
        await using var receiver = await Receiver.StartAsync();
        var named = new UriBuilder(receiver.Address) { Host = "localhost" }.Uri;
        using var guarded = new HttpClient(GuardedConnection.CreateHandler(new WebhookOptions()));
        using var open = new HttpClient(GuardedConnection.CreateHandler(new WebhookOptions { AllowPrivateAddresses = true }));

        var refused = await Should.ThrowAsync<HttpRequestException>(() => guarded.PostAsync(named, new StringContent("{}")));
        using var taken = await open.PostAsync(named, new StringContent("{}"));

        refused.ToString().ShouldContain("not a public address");
        refused.ToString().ShouldNotContain("127.0.0.1", Case.Sensitive, "inside names could be looked up one by one");
        taken.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("172.16.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    public void Addresses_are_told_apart(string address, bool isPublic) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBe(isPublic);

    /// <summary>The example of the Standard Webhooks specification.</summary>
    [Fact]
    public void Signatures_are_those_of_the_standard() =>
        WebhookSecrets
            .Sign(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                DateTimeOffset.FromUnixTimeSeconds(1614265330),
                """{"test": 2432232314}"""
            )
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public void Pauses_grow_threefold_up_to_six_hours()
    {
        var options = new WebhookOptions();

        Enumerable
            .Range(1, 10)
            .Select(attempt => options.PauseAfter(attempt).TotalSeconds)
            .ShouldBe([5, 15, 45, 135, 405, 1215, 3645, 10935, 21600, 21600]);
    }
}
