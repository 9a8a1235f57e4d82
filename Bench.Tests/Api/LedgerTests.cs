using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Data.Access;
using Bench.Data.Outcomes;
using Bench.Service.Access;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Api;

/// <summary>What a key may use: reserved in the transaction that uses it, refunded by a fault of the service, told in headers.</summary>
public sealed partial class LedgerTests
{
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 30, 22, 0, 0, TimeSpan.Zero));
    readonly Caller _caller = new(Guid.CreateVersion7(), "ada", Role.Submitter);

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Of_two_hundred_requests_at_once_exactly_five_pass_a_limit_of_five(Database database)
    {
        await using var app = await BenchApp.StartAsync(database, ("Bench:Limits:OpenUploads", "5"));
        using var client = app.WithKey(await app.KeyAsync("submitter"));
        using var administrator = app.WithKey();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => AnnounceAsync(client)));

        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(5);
        answers.Count(answer => answer is { Status: HttpStatusCode.TooManyRequests, Code: "limit-reached" }).ShouldBe(195);
        (await AnnounceAsync(administrator)).Status.ShouldBe(HttpStatusCode.Created, "operators have no limits");
        using var limits = await client.GetAsync("/api/v1/limits");
        var open = (await limits.JsonAsync(HttpStatusCode.OK))
            .GetProperty("limits")
            .EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "open-uploads");
        (open.GetProperty("limit").GetInt32(), open.GetProperty("used").GetInt32(), open.GetProperty("left").GetInt32()).ShouldBe(
            (5, 5, 0)
        );
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Of_two_hundred_reservations_at_once_exactly_five_are_made(Database database)
    {
        await using var made = await CreateAsync(database);
        var limits = new LimitOptions { EvaluationsPerDay = 5 };

        var passed = await AtOnceAsync(_ => ReservedAsync(made, limits, Guid.CreateVersion7()));

        passed.Count(each => each).ShouldBe(5);
        await using var db = made.Open();
        (await db.Ledger.CountAsync()).ShouldBe(5);
    }

    [Theory, BothDatabases]
    public async Task Days_and_months_begin_anew_and_the_refusal_says_when(Database database)
    {
        await using var made = await CreateAsync(database);
        var limits = new LimitOptions { EvaluationsPerDay = 2, EvaluationsPerMonth = 3 };
        (await ReservedAsync(made, limits, Guid.CreateVersion7())).ShouldBeTrue();
        (await ReservedAsync(made, limits, Guid.CreateVersion7())).ShouldBeTrue();

        var today = await RefusedAsync(made, limits);
        _time.Advance(TimeSpan.FromHours(3));
        (await ReservedAsync(made, limits, Guid.CreateVersion7())).ShouldBeTrue();
        var month = await RefusedAsync(made, limits);
        _time.Advance(TimeSpan.FromHours(24));

        today.RetryAt.ShouldBe(new DateTime(2030, 1, 31, 0, 0, 0, DateTimeKind.Utc));
        month.RetryAt.ShouldBe(new DateTime(2030, 2, 1, 0, 0, 0, DateTimeKind.Utc));
        month.Failure.Message.ShouldContain("evaluations-month");
        (await ReservedAsync(made, limits, Guid.CreateVersion7())).ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task What_was_rolled_back_or_refunded_does_not_count_and_a_second_refund_gives_nothing(Database database)
    {
        await using var made = await CreateAsync(database);
        var limits = new LimitOptions { EvaluationsPerDay = 1 };
        await using (var db = made.Open())
        await using (await db.Database.BeginTransactionAsync())
        {
            await new Ledger(db, limits, new KeyTurns(), _time).ReserveEvaluationsAsync(_caller, [Guid.CreateVersion7()], default);
            await db.SaveChangesAsync();
        }
        var evaluation = Guid.CreateVersion7();
        (await ReservedAsync(made, limits, evaluation)).ShouldBeTrue();
        (await ReservedAsync(made, limits, Guid.CreateVersion7())).ShouldBeFalse();

        await using (var db = made.Open())
        {
            (await db.RefundAsync(evaluation, _time.GetUtcNow().UtcDateTime, default)).ShouldBe(1);
            (await db.RefundAsync(evaluation, _time.GetUtcNow().UtcDateTime, default)).ShouldBe(0);
        }

        (await ReservedAsync(made, limits, Guid.CreateVersion7())).ShouldBeTrue();
    }

    [Theory]
    [InlineData("internal-error", true)]
    [InlineData("dataset-missing", true)]
    [InlineData("model-invalid", false)]
    [InlineData("timed-out", false)]
    public void A_fault_of_the_service_is_refunded_and_a_fault_of_the_model_is_not(string code, bool isDue)
    {
        Refunds.IsDue(new Failure(code, "", "")).ShouldBe(isDue);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task An_attempt_counts_whatever_becomes_of_the_model_and_the_headers_say_what_is_left(Database database)
    {
        await using var app = await BenchApp.StartAsync(
            database,
            ("Bench:Limits:AttemptsPerDay", "2"),
            ("Bench:EmbeddedWorker", database == Database.Sqlite ? "true" : "false")
        );
        using var client = app.WithKey(await app.KeyAsync("submitter"));

        using var first = await UploadAsync(client, 500);
        using var same = await UploadAsync(client, 500);
        using (
            var deleted = await client.DeleteAsync(
                $"/api/v1/models/{(await first.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()}"
            )
        )
            deleted.IsSuccessStatusCode.ShouldBeTrue();
        using var second = await UploadAsync(client, 501);
        using var third = await UploadAsync(client, 502);

        Left(first).ShouldBe(1);
        (same.StatusCode, Left(same)).ShouldBe((HttpStatusCode.OK, 1), "the same bytes are no new attempt");
        (second.StatusCode, Left(second)).ShouldBe((HttpStatusCode.Created, 0), "a deleted model gives nothing back");
        await third.ShouldBeProblemAsync(429, "limit-reached");
        Left(third).ShouldBe(0);
        third.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_an_attempt_and_a_manifest_that_cannot_be_read_is_none()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:Limits:AttemptsPerDay", "2"));
        using var client = app.WithKey(await app.KeyAsync("submitter"));

        using var unreadable = await client.PostAsync("/api/v1/models", ApiClient.Form("{", TinyModel.Create(2, seed: 1)));
        using var first = await client.PostAsync("/api/v1/models", ApiClient.Form(Named, "no model"u8.ToArray()));
        using var second = await client.PostAsync("/api/v1/models", ApiClient.Form(Named, "no model either"u8.ToArray()));
        using var third = await UploadAsync(client, 502);

        ((int)unreadable.StatusCode, Left(unreadable)).ShouldBe((422, 2));
        ((int)first.StatusCode, Left(first)).ShouldBe((422, 1));
        ((int)second.StatusCode, Left(second)).ShouldBe((422, 0));
        await third.ShouldBeProblemAsync(429, "limit-reached");
    }

    const string Named = """{"name": "m"}""";

    static Task<HttpResponseMessage> UploadAsync(HttpClient client, int seed) =>
        client.PostAsync("/api/v1/models", ApiClient.Form(Named, TinyModel.Create(2, seed: seed)));

    static int Left(HttpResponseMessage answer)
    {
        var limit = answer.Headers.GetValues("RateLimit").Single();
        var start = limit.IndexOf("\"attempts-day\";r=", StringComparison.Ordinal) + "\"attempts-day\";r=".Length;
        return int.Parse(limit[start..limit.IndexOf(';', start)], System.Globalization.CultureInfo.InvariantCulture);
    }

    static async Task<(HttpStatusCode Status, string? Code)> AnnounceAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/uploads");
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Length", "1000");
        using var answer = await client.SendAsync(request);
        var code = answer.IsSuccessStatusCode
            ? null
            : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
        return (answer.StatusCode, code);
    }

    async Task<TestDatabase> CreateAsync(Database database)
    {
        var made = await TestDatabase.CreateAsync(database);
        await made.AddSubmittersAsync(_caller.KeyId);
        return made;
    }

    /// <summary>Two hundred of them, of which as many run at a time as there are connections: none waits for one in vain.</summary>
    static async Task<bool[]> AtOnceAsync(Func<int, Task<bool>> reserve)
    {
        var passed = new bool[200];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, passed.Length),
            new ParallelOptions { MaxDegreeOfParallelism = 20 },
            async (i, _) => passed[i] = await reserve(i)
        );
        return passed;
    }

    async Task<bool> ReservedAsync(TestDatabase made, LimitOptions limits, Guid evaluation, Caller? caller = null)
    {
        await using var db = made.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        try
        {
            await new Ledger(db, limits, new KeyTurns(), _time).ReserveEvaluationsAsync(caller ?? _caller, [evaluation], default);
        }
        catch (RefusalException)
        {
            return false;
        }
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return true;
    }

    async Task<RefusalException> RefusedAsync(TestDatabase made, LimitOptions limits)
    {
        await using var db = made.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        return await Should.ThrowAsync<RefusalException>(() =>
            new Ledger(db, limits, new KeyTurns(), _time).ReserveEvaluationsAsync(_caller, [Guid.CreateVersion7()], default)
        );
    }
}
