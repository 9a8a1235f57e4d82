using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace Bench.Tests.Api;

public sealed class KeyTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases]
    public async Task The_first_start_makes_an_operator_key_that_only_its_owner_can_read(Database database)
    {
        var app = await apps.OnAsync(database);

        app.OperatorKey.ShouldStartWith("bench_");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(app.DataDirectory, "operator.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var client = app.WithKey();
        using var response = await client.GetAsync("/api/v1/keys");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldNotContain(app.OperatorKey);
    }

    [Fact]
    public async Task The_environment_may_set_the_operator_key()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("BENCH_OPERATOR_KEY", "bench_chosen_by_the_operator"));
        using var client = app.WithKey("bench_chosen_by_the_operator");

        using var response = await client.GetAsync("/api/v1/keys");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        File.Exists(Path.Combine(app.DataDirectory, "operator.key")).ShouldBeFalse();
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Writing_needs_a_key_with_the_role(Database database)
    {
        var app = await apps.OnAsync(database);
        using var nobody = app.Reader();
        using var stranger = app.WithKey("bench_of_somebody_else");
        using var submitter = app.WithKey(await app.KeyAsync("submitter"));

        using var missing = await nobody.PostAsJsonAsync("/api/v1/keys", new { name = "x", role = "reader" });
        using var unknown = await stranger.GetAsync("/api/v1/models");
        using var forbidden = await submitter.PostAsJsonAsync("/api/v1/keys", new { name = "x", role = "operator" });

        await missing.ShouldBeProblemAsync(401, "key-missing");
        missing.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        await unknown.ShouldBeProblemAsync(401, "key-unknown");
        await forbidden.ShouldBeProblemAsync(403, "key-role");
    }

    [Theory, BothDatabases]
    public async Task A_revoked_key_opens_nothing(Database database)
    {
        var app = await apps.OnAsync(database);
        using var admin = app.WithKey();
        using var made = await admin.PostAsJsonAsync("/api/v1/keys", new { name = "short-lived", role = "operator" });
        var key = await made.JsonAsync(HttpStatusCode.Created);
        using var client = app.WithKey(key.GetProperty("key").GetString());
        (await client.GetAsync("/api/v1/keys")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var revoked = await admin.DeleteAsync(made.Headers.Location);
        using var after = await client.GetAsync("/api/v1/keys");

        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await after.ShouldBeProblemAsync(401, "key-unknown");
    }

    [Theory]
    [InlineData("""{"name": "x", "role": "king"}""")]
    [InlineData("""{"name": "x", "role": 2}""")]
    [InlineData("""{"name": "x"}""")]
    [InlineData("""{"name": "x", "role": "reader", "colour": "red"}""")]
    [InlineData("""{"name": """)]
    public async Task A_body_that_is_not_as_described_is_refused(string body)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();

        using var response = await client.PostAsync("/api/v1/keys", new StringContent(body, Encoding.UTF8, "application/json"));

        await response.ShouldBeProblemAsync(400, "request-invalid");
    }

    [Theory]
    [InlineData("""{"name": null, "role": "reader"}""", "at 'name': it is null, and has to have a value.")]
    [InlineData("""{"name": "x"}""", "'role' is missing.")]
    public async Task A_body_that_lacks_a_value_is_refused_in_plain_words(string body, string words)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();

        using var response = await client.PostAsync("/api/v1/keys", new StringContent(body, Encoding.UTF8, "application/json"));

        (await response.ShouldBeProblemAsync(400, "request-invalid")).GetProperty("detail").GetString().ShouldEndWith(words);
    }

    [Fact]
    public async Task The_job_dashboard_takes_the_operator_key_as_a_password_and_nothing_else_does()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.Reader();

        using var asked = await client.GetAsync("/hangfire");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"operator:{app.OperatorKey}"))
        );
        using var dashboard = await client.GetAsync("/hangfire");
        using var api = await client.GetAsync("/api/v1/keys");

        asked.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        asked.Headers.WwwAuthenticate.ToString().ShouldStartWith("Basic");
        dashboard.StatusCode.ShouldBe(HttpStatusCode.OK);
        await api.ShouldBeProblemAsync(401, "key-unknown");
    }

    [Fact]
    public async Task Reading_can_be_closed()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:OpenReading", "false"));
        using var nobody = app.Reader();
        using var reader = app.WithKey(await app.KeyAsync("reader"));

        using var refused = await nobody.GetAsync("/api/v1/models");
        using var read = await reader.GetAsync("/api/v1/models");

        await refused.ShouldBeProblemAsync(401, "key-missing");
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_a_worker_of_its_own_the_service_refuses_to_start_over_SQLite()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() =>
            BenchApp.StartAsync(Database.Sqlite, ("Bench:EmbeddedWorker", "false"))
        );

        error.Message.ShouldContain("Bench:EmbeddedWorker");
    }
}
