using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Data;
using Bench.Data.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api.Webhooks;

public sealed class WebhookTests(WebhookTests.Apps apps) : IClassFixture<WebhookTests.Apps>
{
    /// <summary>Applications that may call this machine and do not wait long.</summary>
    public sealed class Apps()
        : BenchApps(
            ("Bench:Webhooks:AllowPrivateAddresses", "true"),
            ("Bench:Webhooks:Interval", "00:00:00.1"),
            ("Bench:Webhooks:FirstRetry", "00:00:00.05"),
            ("Bench:Webhooks:MaxAttempts", "3")
        );

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task An_owner_is_told_how_its_evaluation_goes_signed_and_in_the_log(Database database)
    {
        var app = await apps.OnAsync(database);
        using var administrator = app.WithKey();
        await TinyDataset.ImportAsync(app, administrator, "told");
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        await using var receiver = await Receiver.StartAsync();
        var (id, secret) = await RegisterAsync(owner, receiver.Address);
        using var uploaded = await owner.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "told", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(2, seed: 930))
        );
        var model = (await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();

        using var started = await owner.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { "told" } });
        var messages = await receiver.UntilAsync(message => State(message) == "completed");

        var evaluation = (await started.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString();
        messages.ShouldAllBe(message =>
            message.IsSignedWith(secret) && message.Json.GetProperty("data").GetProperty("evaluationId").GetString() == evaluation
        );
        messages.Select(message => message.Id).ShouldBeUnique();
        messages.Select(State).ShouldBeUnique();
        messages[0].IsSignedWith(Bench.Api.Webhooks.WebhookSecrets.Create()).ShouldBeFalse();
        (messages[0] with { Body = messages[0].Body.Replace("told", "sold", StringComparison.Ordinal) })
            .IsSignedWith(secret)
            .ShouldBeFalse();
        var log = await owner.UntilAsync(
            $"/api/v1/webhooks/{id}/deliveries",
            page => page.GetProperty("items").EnumerateArray().All(delivery => delivery.GetProperty("state").GetString() == "delivered")
        );
        log.GetProperty("items")
            .EnumerateArray()
            .Select(delivery => delivery.GetProperty("id").GetString())
            // One that was sent before the last may come after it.
            .ShouldBe(receiver.Messages.Select(message => message.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task Below_a_path_of_a_host_a_link_begins_with_it()
    {
        await using var app = await BenchApp.StartAsync(
            Database.Sqlite,
            ("Bench:PathBase", "/lab/bench/"),
            ("Bench:Webhooks:AllowPrivateAddresses", "true"),
            ("Bench:Webhooks:Interval", "00:00:00.1")
        );
        using var client = app.WithKey();
        await using var receiver = await Receiver.StartAsync();
        var (hook, secret) = await RegisterAsync(client, receiver.Address);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        var delivery = Bench.Api.Webhooks.WebhookOutbox.Delivery(
            Guid.Parse(hook),
            "evaluation.state",
            new(Guid.Empty, Guid.Empty, "link", default, 0, 1, null, "/api/v1/models?limit=1"),
            DateTime.UnixEpoch
        );
        db.WebhookDeliveries.Add(delivery);
        await db.SaveChangesAsync();

        var message = (await receiver.UntilAsync(message => message.Id == delivery.Id.ToString()))[^1];

        message.IsSignedWith(secret).ShouldBeTrue();
        var link = message.Json.GetProperty("data").GetProperty("link").GetString();
        link.ShouldBe("/lab/bench/api/v1/models?limit=1");
        (await client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, BothDatabases]
    public async Task A_receiver_that_was_down_gets_the_same_message_again(Database database)
    {
        var app = await apps.OnAsync(database);
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        await using var receiver = await Receiver.StartAsync();
        receiver.Answers.Enqueue(503);
        receiver.Answers.Enqueue(302);
        var (id, secret) = await RegisterAsync(owner, receiver.Address);

        using var asked = await owner.PostAsync($"/api/v1/webhooks/{id}/test", null);
        var delivery = (await asked.JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString();
        var settled = await SettledAsync(owner, id);

        settled.GetProperty("state").GetString().ShouldBe("delivered");
        settled.GetProperty("attempts").GetInt32().ShouldBe(3);
        settled.GetProperty("lastStatus").GetInt32().ShouldBe(204);
        var messages = await receiver.UntilAsync(_ => true);
        messages.Count.ShouldBe(3);
        messages.ShouldAllBe(message => message.Id == delivery && message.Body == messages[0].Body && message.IsSignedWith(secret));
        messages[0].Json.GetProperty("type").GetString().ShouldBe("webhook.test");
    }

    [Theory, BothDatabases]
    public async Task A_receiver_that_stays_away_is_given_up_and_the_log_says_why(Database database)
    {
        var app = await apps.OnAsync(database);
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        string address;
        await using (var gone = await Receiver.StartAsync())
            address = gone.Address;
        var (id, _) = await RegisterAsync(owner, address);

        using var asked = await owner.PostAsync($"/api/v1/webhooks/{id}/test", null);
        var settled = await SettledAsync(owner, id);

        settled.GetProperty("state").GetString().ShouldBe("failed");
        settled.GetProperty("attempts").GetInt32().ShouldBe(3);
        settled.GetProperty("nextAttemptAt").ValueKind.ShouldBe(JsonValueKind.Null);
        settled.GetProperty("lastError").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_receiver_that_is_gone_for_good_is_asked_once(Database database)
    {
        var app = await apps.OnAsync(database);
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        await using var receiver = await Receiver.StartAsync();
        receiver.Answers.Enqueue(410);
        var (id, _) = await RegisterAsync(owner, receiver.Address);

        using var asked = await owner.PostAsync($"/api/v1/webhooks/{id}/test", null);
        var settled = await SettledAsync(owner, id);

        settled.GetProperty("state").GetString().ShouldBe("failed");
        receiver.Messages.ShouldHaveSingleItem();
    }

    [Theory, BothDatabases]
    public async Task What_is_on_its_way_to_a_key_that_has_ended_is_not_sent(Database database)
    {
        var app = await apps.OnAsync(database);
        await using var receiver = await Receiver.StartAsync();
        List<Guid> sent = [];
        foreach (var isRevoked in new[] { true, false })
        {
            using var owner = app.WithKey(await app.KeyAsync("submitter"));
            var (id, _) = await RegisterAsync(owner, receiver.Address);
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
            var (webhook, past) = (Guid.Parse(id), DateTime.UnixEpoch);
            var keys = db.Keys.Where(key => db.Webhooks.Any(one => one.Id == webhook && one.ApiKeyId == key.Id));
            await (
                isRevoked
                    ? keys.ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, past))
                    : keys.ExecuteUpdateAsync(set => set.SetProperty(key => key.ExpiresAt, past))
            );
            var waiting = Bench.Api.Webhooks.WebhookOutbox.Delivery(webhook, "webhook.test", null, DateTime.UnixEpoch);
            db.WebhookDeliveries.Add(waiting);
            await db.SaveChangesAsync();
            sent.Add(waiting.Id);
            while (await db.WebhookDeliveries.AnyAsync(one => one.Id == waiting.Id && one.State == DeliveryState.Pending))
                await Task.Yield();
            var ended = await db.WebhookDeliveries.AsNoTracking().SingleAsync(one => one.Id == waiting.Id);
            ended.State.ShouldBe(DeliveryState.Failed);
            ended.LastError.ShouldNotBeNull().ShouldContain("key");
        }

        receiver.Messages.ShouldNotContain(message => sent.Contains(Guid.Parse(message.Id)));
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Receivers_that_do_not_answer_hold_up_their_own_key_alone(Database database)
    {
        const int Many = 30;
        var app = await apps.OnAsync(database);
        using var slow = app.WithKey(await app.KeyAsync("submitter"));
        using var quick = app.WithKey(await app.KeyAsync("submitter"));
        await using var never = await Receiver.StartAsync();
        await using var always = await Receiver.StartAsync();
        for (var i = 0; i < 3 * Many; i++)
            never.Answers.Enqueue(Receiver.Never);
        var (id, _) = await RegisterAsync(slow, never.Address);
        var (other, _) = await RegisterAsync(quick, always.Address);

        for (var i = 0; i < Many; i++)
            using (await slow.PostAsync($"/api/v1/webhooks/{id}/test", null)) { }
        await never.UntilAsync(_ => true);
        using var asked = await quick.PostAsync($"/api/v1/webhooks/{other}/test", null);
        await always.UntilAsync(_ => true);

        never.Messages.Count.ShouldBeLessThan(Many);
        using var deleted = await slow.DeleteAsync($"/api/v1/webhooks/{id}");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_delivery_whose_job_was_lost_is_sent_all_the_same(Database database)
    {
        var app = await apps.OnAsync(database);
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        await using var receiver = await Receiver.StartAsync();
        var (id, _) = await RegisterAsync(owner, receiver.Address);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        // As a process leaves it that died between giving the job out and sending: claimed, and nobody on the way.
        var orphan = Bench.Api.Webhooks.WebhookOutbox.Delivery(Guid.Parse(id), "webhook.test", null, DateTime.UnixEpoch);
        db.WebhookDeliveries.Add(orphan);
        await db.SaveChangesAsync();

        var messages = await receiver.UntilAsync(message => message.Id == orphan.Id.ToString());

        messages.ShouldHaveSingleItem();
    }

    [Theory, BothDatabases]
    public async Task Another_key_sees_nothing_of_it_and_no_secret_is_kept_in_the_clear(Database database)
    {
        var app = await apps.OnAsync(database);
        using var owner = app.WithKey(await app.KeyAsync("submitter"));
        using var other = app.WithKey(await app.KeyAsync("submitter"));
        var (id, secret) = await RegisterAsync(owner, "https://example.org/hook");

        using var log = await other.GetAsync($"/api/v1/webhooks/{id}/deliveries");
        using var test = await other.PostAsync($"/api/v1/webhooks/{id}/test", null);
        using var deleted = await other.DeleteAsync($"/api/v1/webhooks/{id}");
        using var list = await owner.GetAsync("/api/v1/webhooks");

        await log.ShouldBeProblemAsync(404, "webhook-not-found");
        await test.ShouldBeProblemAsync(404, "webhook-not-found");
        await deleted.ShouldBeProblemAsync(404, "webhook-not-found");
        (await list.JsonAsync(HttpStatusCode.OK)).ToString().ShouldNotContain("secret");
        await using var scope = app.Services.CreateAsyncScope();
        (
            await scope.ServiceProvider.GetRequiredService<BenchDb>().Webhooks.SingleAsync(webhook => webhook.Id == Guid.Parse(id))
        ).ProtectedSecret.ShouldNotContain(secret["whsec_".Length..]);
        (await owner.DeleteAsync($"/api/v1/webhooks/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    static string? State(Receiver.Message message) => message.Json.GetProperty("data").GetProperty("state").GetString();

    static async Task<(string Id, string Secret)> RegisterAsync(HttpClient client, string url)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/webhooks", new { url });
        var webhook = await response.JsonAsync(HttpStatusCode.Created);
        return (webhook.GetProperty("id").GetString()!, webhook.GetProperty("secret").GetString()!);
    }

    static async Task<JsonElement> SettledAsync(HttpClient client, string webhook) =>
        (
            await client.UntilAsync(
                $"/api/v1/webhooks/{webhook}/deliveries",
                page => page.GetProperty("items")[0].GetProperty("state").GetString() != "pending"
            )
        ).GetProperty("items")[0];
}
