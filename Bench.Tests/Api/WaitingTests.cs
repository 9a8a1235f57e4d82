using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Bench.Data;
using Bench.Data.Datasets;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api;

/// <summary>How one waits for an evaluation. Nobody works here, so that it stays where it is until it is cancelled; that takes a database
/// which workers could share.</summary>
public sealed class WaitingTests(WaitingTests.Apps apps) : IClassFixture<WaitingTests.Apps>
{
    public sealed class Apps() : BenchApps(("Bench:EmbeddedWorker", "false"));

    [Fact]
    public async Task A_wait_ends_with_its_time_and_says_when_to_ask_again()
    {
        var (client, evaluation) = await QueuedAsync(seed: 940);
        var clock = Stopwatch.StartNew();

        using var response = await WaitAsync(client, evaluation, "respond-async, wait=1");

        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9));
        (await response.JsonAsync(HttpStatusCode.OK)).GetProperty("state").GetString().ShouldBe("queued");
        response.Headers.GetValues("Preference-Applied").ShouldBe(["wait=1"]);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_wait_ends_with_the_evaluation()
    {
        var (client, evaluation) = await QueuedAsync(seed: 941);

        var waiting = WaitAsync(client, evaluation, "wait=60");
        using var cancelled = await client.PostAsync($"/api/v1/evaluations/{evaluation}/cancel", null);
        using var response = await waiting.WaitAsync(Patience.Deadline);

        cancelled.Headers.RetryAfter.ShouldNotBeNull();
        (await response.JsonAsync(HttpStatusCode.OK)).GetProperty("state").GetString().ShouldBe("cancelled");
        response.Headers.RetryAfter.ShouldBeNull();
    }

    [Fact]
    public async Task A_reader_of_events_that_comes_back_is_told_only_what_it_has_not_seen()
    {
        var (client, evaluation) = await QueuedAsync(seed: 942);
        using var first = await client.SendAsync(Events(evaluation, lastEventId: null), HttpCompletionOption.ResponseHeadersRead);
        using var begin = new StreamReader(await first.Content.ReadAsStreamAsync());
        var id = (await begin.ReadLineAsync())!;
        var kind = await begin.ReadLineAsync();

        using var second = await client.SendAsync(
            Events(evaluation, lastEventId: id["id: ".Length..]),
            HttpCompletionOption.ResponseHeadersRead
        );
        using var cancelled = await client.PostAsync($"/api/v1/evaluations/{evaluation}/cancel", null);
        var rest = (await second.Content.ReadAsStringAsync().WaitAsync(Patience.Deadline)).Split(
            "\n\n",
            StringSplitOptions.RemoveEmptyEntries
        );

        kind.ShouldBe("event: state");
        var states = rest.Where(each => each.Contains("event: state", StringComparison.Ordinal)).ToList();
        states.ShouldHaveSingleItem().ShouldContain("\"state\":\"cancelled\"");
        long.Parse(states[0].Split('\n')[0]["id: ".Length..]).ShouldBeGreaterThan(long.Parse(id["id: ".Length..]));
    }

    [Fact]
    public async Task Who_knows_the_end_already_is_told_it_again_and_the_stream_ends()
    {
        var (client, evaluation) = await QueuedAsync(seed: 943);
        using var cancelled = await client.PostAsync($"/api/v1/evaluations/{evaluation}/cancel", null);
        var revision = (await cancelled.JsonAsync(HttpStatusCode.Accepted)).GetProperty("revision").GetInt64();

        using var response = await client.SendAsync(Events(evaluation, $"{revision}"));

        (await response.Content.ReadAsStringAsync()).ShouldContain("\"state\":\"cancelled\"");
    }

    [Fact]
    public async Task A_stream_ends_when_its_reader_may_no_longer_see_the_evaluation()
    {
        var app = await apps.OnAsync(Database.Postgres);
        var dataset = await ReadyDatasetAsync(app);
        var (client, evaluation) = await QueuedAsync(seed: 944, dataset);
        using var reader = app.Reader();
        using var response = await reader.SendAsync(Events(evaluation, lastEventId: null), HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await events.ReadLineAsync()).ShouldNotBeNull();

        using var hidden = await client.PatchAsJsonAsync($"/api/v1/datasets/{dataset}", new { sharing = new { visibility = "private" } });
        await hidden.JsonAsync(HttpStatusCode.OK);
        using var cancelled = await client.PostAsync($"/api/v1/evaluations/{evaluation}/cancel", null);

        var rest = await events.ReadToEndAsync().WaitAsync(Patience.Deadline);
        rest.ShouldNotContain("cancelled", Case.Sensitive, "what came after the right had ended");
        using var again = await reader.SendAsync(Events(evaluation, lastEventId: null));
        await again.ShouldBeProblemAsync(404, "evaluation-not-found");
    }

    async Task<(HttpClient Client, string Evaluation)> QueuedAsync(int seed, string? dataset = null)
    {
        var app = await apps.OnAsync(Database.Postgres);
        var client = app.WithKey();
        dataset ??= await ReadyDatasetAsync(app);
        using var uploaded = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "waiting", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(2, seed))
        );
        var model = (await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        using var started = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { dataset } });
        return (client, (await started.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items")[0].GetProperty("id").GetString()!);
    }

    /// <summary>As an import would have left it.</summary>
    static async Task<string> ReadyDatasetAsync(BenchApp app)
    {
        var key = $"waiting-{Guid.NewGuid():N}";
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BenchDb>();
        db.Datasets.Add(
            new Dataset
            {
                Id = Guid.CreateVersion7(),
                Key = key,
                Variant = "custom",
                Layout = "imagefolder",
                Path = key,
                Classes = "from-folders",
                State = DatasetState.Ready,
                ImageCount = 4,
                ClassCount = 2,
                ClassSpaceSize = 2,
                HasImages = true,
            }
        );
        await db.SaveChangesAsync();
        return key;
    }

    static Task<HttpResponseMessage> WaitAsync(HttpClient client, string evaluation, string prefer) =>
        client.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, $"/api/v1/evaluations/{evaluation}") { Headers = { { "Prefer", prefer } } }
        );

    static HttpRequestMessage Events(string evaluation, string? lastEventId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/evaluations/{evaluation}/events");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return request;
    }
}
