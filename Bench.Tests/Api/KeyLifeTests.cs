using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Api.Auth;
using Bench.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api;

/// <summary>Keys that end, change their secret, and are seen to be used.</summary>
public sealed class KeyLifeTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases]
    public async Task A_key_opens_nothing_from_its_end_on_and_the_refusal_says_when_that_was(Database database)
    {
        var app = await apps.OnAsync(database);
        using var admin = app.WithKey();
        using var past = await admin.PostAsJsonAsync("/api/v1/keys", New("late", DateTimeOffset.UnixEpoch));
        await past.ShouldBeProblemAsync(422, "key-invalid");
        using var made = await admin.PostAsJsonAsync("/api/v1/keys", New("guest", new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        var key = await made.JsonAsync(HttpStatusCode.Created);
        using var guest = app.WithKey(key.GetProperty("key").GetString());
        (await guest.GetAsync("/api/v1/limits")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await ChangeAsync(app, key, new DateTime(2020, 2, 3, 4, 5, 0, DateTimeKind.Utc));
        using var after = await guest.GetAsync("/api/v1/limits");

        key.GetProperty("expiresAt").GetDateTime().ShouldBe(new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        (await after.ShouldBeProblemAsync(401, "key-expired")).GetProperty("detail").GetString()!.ShouldContain("2020-02-03 04:05 UTC");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_rotated_key_opens_with_both_secrets_until_the_overlap_ends(Database database)
    {
        var app = await apps.OnAsync(database);
        using var admin = app.WithKey();
        using var made = await admin.PostAsJsonAsync("/api/v1/keys", New("ci", null));
        var first = await made.JsonAsync(HttpStatusCode.Created);
        using var old = app.WithKey(first.GetProperty("key").GetString());
        var address = $"{made.Headers.Location}/rotate";

        using var rotated = await old.PostAsJsonAsync(address, new { });
        var second = await rotated.JsonAsync(HttpStatusCode.OK);
        using var young = app.WithKey(second.GetProperty("key").GetString());
        (await old.GetAsync("/api/v1/limits")).StatusCode.ShouldBe(HttpStatusCode.OK, "the overlap is a day");
        (await young.GetAsync("/api/v1/limits")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await admin.PostAsJsonAsync(address, new { overlapSeconds = 0 });
        var third = await again.JsonAsync(HttpStatusCode.OK);

        second.GetProperty("id").GetGuid().ShouldBe(first.GetProperty("id").GetGuid());
        using var youngest = app.WithKey(third.GetProperty("key").GetString());
        (await youngest.GetAsync("/api/v1/limits")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var gone in new[] { old, young })
        {
            using var refused = await gone.GetAsync("/api/v1/limits");
            await refused.ShouldBeProblemAsync(401, "key-unknown");
        }
    }

    [Fact]
    public async Task A_submitter_rotates_its_own_key_alone_and_never_its_end()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var admin = app.WithKey();
        using var made = await admin.PostAsJsonAsync("/api/v1/keys", New("ada", null));
        var key = await made.JsonAsync(HttpStatusCode.Created);
        using var ada = app.WithKey(key.GetProperty("key").GetString());
        using var other = app.WithKey(await app.KeyAsync("submitter"));
        var address = $"{made.Headers.Location}/rotate";

        using var notOwn = await other.PostAsJsonAsync(address, new { });
        using var longer = await ada.PostAsJsonAsync(address, new { expiresAt = "2100-01-01T00:00:00Z" });
        using var range = await ada.PostAsJsonAsync(address, new { overlapSeconds = -1 });
        using var revoked = await admin.DeleteAsync(made.Headers.Location);
        using var late = await admin.PostAsJsonAsync(address, new { });
        using var nobody = await admin.PostAsJsonAsync($"/api/v1/keys/{Guid.Empty}/rotate", new { });

        await notOwn.ShouldBeProblemAsync(403, "key-role");
        await longer.ShouldBeProblemAsync(422, "key-invalid");
        await range.ShouldBeProblemAsync(422, "key-invalid");
        await late.ShouldBeProblemAsync(409, "key-revoked");
        await nobody.ShouldBeProblemAsync(404, "key-not-found");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task The_list_says_when_a_key_was_last_used_and_no_request_waits_for_it_to_be_written(Database database)
    {
        var app = await apps.OnAsync(database);
        using var admin = app.WithKey();
        using var made = await admin.PostAsJsonAsync("/api/v1/keys", New("busy", null));
        var id = (await made.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        using var busy = app.WithKey((await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString());
        var uses = app.Services.GetRequiredService<KeyUses>();
        await uses.WriteAsync(default);
        var before = TimeProvider.System.GetUtcNow().UtcDateTime;

        (await busy.GetAsync("/api/v1/limits")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var unwritten = await LastUsedAsync(admin, id);
        await uses.WriteAsync(default);
        var written = await LastUsedAsync(admin, id);

        unwritten.ShouldBeNull();
        written!.Value.ShouldBeInRange(before.AddSeconds(-1), TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1));
    }

    static object New(string name, DateTimeOffset? expiresAt) =>
        new
        {
            name,
            role = "submitter",
            expiresAt,
        };

    static async Task<DateTime?> LastUsedAsync(HttpClient admin, Guid id) =>
        (await admin.GetFromJsonAsync<JsonElement>("/api/v1/keys?limit=500"))
            .GetProperty("items")
            .EnumerateArray()
            .Single(key => key.GetProperty("id").GetGuid() == id)
            .TryGetProperty("lastUsedAt", out var at)
        && at.ValueKind == JsonValueKind.String
            ? at.GetDateTime()
            : null;

    static async Task ChangeAsync(BenchApp app, JsonElement key, DateTime end)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var id = key.GetProperty("id").GetGuid();
        await scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .Keys.Where(row => row.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, end));
        app.Services.GetRequiredService<ApiKeys>().Forget();
    }
}
