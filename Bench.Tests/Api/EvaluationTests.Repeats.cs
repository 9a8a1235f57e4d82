using System.Net;
using System.Net.Http.Json;
using Bench.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api;

public sealed partial class EvaluationTests
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Events_tell_states_and_end_with_the_evaluation(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "watched", broken: null);
        var started = await StartAsync(client, await UploadAsync(client, TinyModel.Create(2, seed: 405)), "watched");

        var stream = await client.GetStringAsync($"/api/v1/evaluations/{started}/events").WaitAsync(Patience.Deadline);
        using var waited = await client.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, $"/api/v1/evaluations/{started}") { Headers = { { "Prefer", "wait=30" } } }
        );

        var events = stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        events[^1].ShouldContain("event: state");
        events[^1].ShouldContain("\"state\":\"completed\"");
        events.ShouldAllBe(each => each.StartsWith("id: ") || each.StartsWith(':'));
        waited.Headers.GetValues("Preference-Applied").Single().ShouldBe("wait=30");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_request_repeated_under_its_key_gets_its_answer_again_and_another_request_does_not(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "repeated", broken: null);
        var model = await UploadAsync(client, TinyModel.Create(2, seed: 402));
        client.DefaultRequestHeaders.Add("Idempotency-Key", $"key of {database}");

        // At once, as a client does whose connection broke: one of them is first, all get the same.
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                {
                    using var response = await client.PostAsJsonAsync(
                        "/api/v1/evaluations",
                        new { modelId = model, datasets = new[] { "repeated" } }
                    );
                    return (await response.JsonAsync(HttpStatusCode.Accepted)).ToString();
                })
        );
        using var other = await client.PostAsJsonAsync(
            "/api/v1/evaluations",
            new { modelId = model, datasets = new[] { "repeated", "none" } }
        );
        using var list = await client.GetAsync($"/api/v1/evaluations?modelId={model}");

        answers.Distinct().ShouldHaveSingleItem();
        await other.ShouldBeProblemAsync(422, "idempotency-key-reused");
        (await list.JsonAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task An_answer_under_a_key_is_kept_for_a_day(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await TinyDataset.ImportAsync(app, client, "kept");
        var model = await UploadAsync(client, TinyModel.Create(2, seed: 434));
        client.DefaultRequestHeaders.Add("Idempotency-Key", "kept");
        var first = await StartAsync(client, model, "kept");
        using (var early = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { "none" } }))
            await early.ShouldBeProblemAsync(422, "idempotency-key-reused");

        await using var scope = app.Services.CreateAsyncScope();
        var yesterday = DateTime.SpecifyKind(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-25), DateTimeKind.Utc);
        await scope
            .ServiceProvider.GetRequiredService<BenchDb>()
            .IdempotentRequests.Where(request => request.Key == "kept")
            .ExecuteUpdateAsync(set => set.SetProperty(request => request.CreatedAt, yesterday));
        using var late = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { "none" } });

        await late.ShouldBeProblemAsync(404, "dataset-not-found");
        (await StartAsync(client, model, "kept")).ShouldBe(first);
    }
}
