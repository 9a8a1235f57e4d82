using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bench.Api.Webhooks;
using Bench.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api.Readers;

/// <summary>Every address that can be read, asked by whoever has no right to the private things behind it.</summary>
public sealed class PrivateThingsTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task No_address_says_anything_of_a_private_thing_to_whoever_may_not_see_it(Database database)
    {
        await using var board = await HiddenBoard.StartAsync(database);
        using var owner = board.App.WithKey(board.OwnerKey);
        (await owner.GetStringAsync("/api/v1/models")).ShouldContain(HiddenBoard.SecretModel);
        using var anybody = board.App.Reader();
        using var stranger = board.App.WithKey(board.StrangerKey);
        var leaks = new List<string>();
        var asked = 0;
        foreach (var client in new[] { anybody, stranger })
        foreach (var template in ReadableAddresses.Templates)
        foreach (var (secret, made, isNamed) in ReadableAddresses.Of(template, board))
        {
            asked++;
            var (status, body) = await AskAsync(client, secret);
            if (!isNamed)
                leaks.AddRange(Leaks(board, body).Select(leak => $"{secret} ({status}) says {leak}: {Around(body, leak)}"));
            else if (
                await AskAsync(client, made) is var unknown
                && (unknown.Status, Without(unknown.Body, made)) != (status, Without(body, secret))
            )
                leaks.Add($"{secret} answers {status} and {made} {unknown.Status}:\n{body}\n{unknown.Body}");
        }

        leaks.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(400);
        using var operators = board.App.WithKey();
        (await anybody.GetStringAsync("/health")).ShouldContain($"{HiddenBoard.OpenDataset}/a/0.jpg", Case.Sensitive, "all see it");
        (await operators.GetStringAsync("/health")).ShouldContain($"{HiddenBoard.SecretDataset}/a/0.jpg");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task What_is_shared_is_seen_by_those_it_is_shared_with_and_by_everybody_once_the_embargo_ends(Database database)
    {
        await using var board = await HiddenBoard.StartAsync(database);
        using var client = board.App.WithKey();
        using var mate = board.App.WithKey(board.StrangerKey);
        using var reader = board.App.Reader();
        using var made = await client.PostAsJsonAsync("/api/v1/teams", new { name = "the lab" });
        var team = (await made.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        using var refused = await mate.PutAsJsonAsync($"/api/v1/teams/{team}/members/{board.StrangerId}", new { });
        await refused.ShouldBeProblemAsync(404, "team-not-found");
        foreach (var (key, owner) in new[] { (board.OwnerId, true), (board.StrangerId, false) })
        {
            using var added = await client.PutAsJsonAsync($"/api/v1/teams/{team}/members/{key}", new { owner });
            await added.JsonAsync(HttpStatusCode.OK);
        }
        using var notTheirs = await mate.DeleteAsync($"/api/v1/teams/{team}/members/{board.OwnerId}");
        await notTheirs.ShouldBeProblemAsync(403, "not-owner");
        var before = await mate.GetStringAsync("/api/v1/leaderboard?dataset=open-set");

        await board.ShareModelAsync(new { visibility = "team", teamId = team });
        await board.ShareDatasetAsync(
            new
            {
                visibility = "team",
                teamId = team,
                publicFrom = "2099-01-01T00:00:00Z",
            }
        );

        before.ShouldNotContain(HiddenBoard.SecretModel);
        (await mate.GetStringAsync("/api/v1/leaderboard?dataset=open-set")).ShouldContain(HiddenBoard.SecretModel);
        (await mate.GetStringAsync("/api/v1/datasets")).ShouldContain(HiddenBoard.SecretDataset);
        (await mate.GetStringAsync("/changes.atom")).ShouldContain("sharing changed");
        foreach (var evaluation in board.SecretEvaluations)
            (await mate.GetStringAsync($"/api/v1/evaluations/{evaluation}")).ShouldContain("completed");
        foreach (var address in new[] { "/api/v1/leaderboard?dataset=open-set", "/", "/api/v1/datasets", "/api/v1/log/entries" })
            Leaks(board, await reader.GetStringAsync(address)).ShouldBeEmpty(address);

        await using (var scope = board.App.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
            var yesterday = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1);
            await db
                .Datasets.Where(dataset => dataset.Key == HiddenBoard.SecretDataset)
                .ExecuteUpdateAsync(set => set.SetProperty(dataset => dataset.PublicFrom, yesterday));
        }
        (await reader.GetStringAsync("/api/v1/datasets")).ShouldContain(HiddenBoard.SecretDataset);
        (await reader.GetStringAsync($"/api/v1/leaderboard?dataset={HiddenBoard.SecretDataset}")).ShouldContain(HiddenBoard.OpenModel);
        using var left = await mate.DeleteAsync($"/api/v1/teams/{team}/members/{board.StrangerId}");
        left.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await mate.GetStringAsync("/api/v1/leaderboard?dataset=open-set")).ShouldNotContain(HiddenBoard.SecretModel);
    }

    [Fact]
    public async Task A_private_entry_that_is_removed_stays_out_of_the_log_that_everybody_reads_and_every_proof_holds()
    {
        await using var board = await HiddenBoard.StartAsync(Database.Sqlite);
        using var owner = board.App.WithKey(board.OwnerKey);
        using var reader = board.App.Reader();

        using var removed = await owner.DeleteAsync($"/api/v1/models/{board.SecretModelId}");
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        // Gives what was written last its place.
        var now = await reader.GetFromJsonAsync<JsonNode>("/api/v1/log");
        var log = await reader.GetFromJsonAsync<JsonNode>("/api/v1/log/entries?limit=1000");
        var entries = log!.AsArray();
        Leaks(board, log.ToJsonString()).ShouldBeEmpty();
        entries.Count(entry => entry!["body"] is null).ShouldBeGreaterThan(4);
        var tree = new Bench.Data.Log.MerkleTree();
        foreach (var entry in entries)
            tree.Append(Convert.FromHexString(entry!["leafHash"]!.GetValue<string>()));
        Convert.ToHexStringLower(tree.Root(entries.Count)).ShouldBe(now!["head"]!["root"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_webhook_is_not_told_of_what_its_key_may_not_see()
    {
        await using var board = await HiddenBoard.StartAsync(Database.Sqlite);
        await using var scope = board.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var hook = new Bench.Data.Webhooks.Webhook
        {
            Id = Guid.CreateVersion7(),
            ApiKeyId = board.OwnerId,
            Url = "https://198.51.100.1/",
            ProtectedSecret = "",
        };
        db.Webhooks.Add(hook);
        await db.SaveChangesAsync();

        await scope.ServiceProvider.GetRequiredService<WebhookOutbox>().AnnounceAsync(CancellationToken.None);

        var told = string.Join('\n', await db.WebhookDeliveries.Select(delivery => delivery.Body).ToListAsync());
        told.ShouldContain(board.OpenEvaluation);
        told.ShouldContain(board.SecretModelId, Case.Sensitive, "the owner's own private entry over an open dataset");
        told.ShouldNotContain(HiddenBoard.SecretDataset);
    }

    [Theory]
    [InlineData("""{"visibility": "team"}""", "sharing.teamId")]
    [InlineData("""{"visibility": "private", "teamId": "0190a1b2-0000-7000-8000-000000000000"}""", "sharing.teamId")]
    [InlineData("""{"visibility": "team", "teamId": "0190a1b2-0000-7000-8000-000000000000"}""", "sharing.teamId")]
    [InlineData("""{"visibility": "public", "publicFrom": "2099-01-01T00:00:00Z"}""", "sharing.publicFrom")]
    [InlineData("""{"visibility": "private", "publicFrom": "2001-01-01T00:00:00Z"}""", "sharing.publicFrom")]
    public async Task An_audience_that_cannot_be_is_refused_with_the_field(string sharing, string field)
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var client = app.WithKey();

        using var answer = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form($$"""{"name": "x", "sharing": {{sharing}}}""", TinyModel.Create(2))
        );

        (await answer.ShouldBeProblemAsync(422, "manifest-invalid")).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    static async Task<(int Status, string Body)> AskAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    static IEnumerable<string> Leaks(HiddenBoard board, string body) =>
        board.Secrets.Where(secret => body.Contains(secret, StringComparison.OrdinalIgnoreCase));

    /// <summary>The body without what the address itself says, and without what differs from answer to answer.</summary>
    static string Without(string body, string address)
    {
        foreach (var word in address.Split('/', '?', '&', '=', '.').Where(word => word.Length > 5).OrderByDescending(word => word.Length))
            body = body.Replace(word, "…", StringComparison.Ordinal);
        return System.Text.RegularExpressions.Regex.Replace(body, "(?<=\"traceId\": ?\")[^\"]*|(?<=nonce=\")[^\"]*", "");
    }

    static string Around(string body, string leak)
    {
        var at = body.IndexOf(leak, StringComparison.OrdinalIgnoreCase);
        return body[Math.Max(0, at - 100)..Math.Min(body.Length, at + 100)];
    }
}
