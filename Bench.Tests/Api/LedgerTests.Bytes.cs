using System.Net;

namespace Bench.Tests.Api;

/// <summary>Bytes that a key keeps.</summary>
public sealed partial class LedgerTests
{
    [Fact]
    public async Task A_model_that_a_key_has_no_room_for_is_not_stored_and_is_no_attempt()
    {
        await using var app = await StartWithRoomAsync(models: 1.5);
        using var client = app.WithKey(await app.KeyAsync("submitter"));

        using var first = await UploadAsync(client, 700);
        using var second = await UploadAsync(client, 701);

        (first.StatusCode, Left(first)).ShouldBe((HttpStatusCode.Created, 9));
        (await second.ShouldBeProblemAsync(429, "limit-reached")).GetProperty("detail").GetString()!.ShouldContain("stored-bytes");
        Left(second).ShouldBe(9);
        ModelFiles(app).ShouldBe(1);
    }

    [Fact]
    public async Task Of_models_sent_at_once_those_that_there_is_no_room_for_leave_no_file_behind()
    {
        await using var app = await StartWithRoomAsync(models: 2.5);
        using var client = app.WithKey(await app.KeyAsync("submitter"));

        var answers = await Task.WhenAll(Enumerable.Range(710, 10).Select(seed => UploadAsync(client, seed)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(2);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(8);
        ModelFiles(app).ShouldBe(2);
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task A_model_that_was_sent_in_pieces_counts_once_while_it_is_entered()
    {
        await using var app = await StartWithRoomAsync(models: 1.5);
        using var client = app.WithKey(await app.KeyAsync("submitter"));
        var bytes = TinyModel.Create(2, seed: 720);
        using var created = await client.SendAsync(ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", $"{bytes.Length}")));
        var upload = created.Headers.Location!.ToString();
        using var sent = await client.SendAsync(ApiClient.TusPatch(upload, 0, bytes));

        using var entered = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form($$"""{"name": "m", "uploadId": "{{upload[^36..]}}"}""")
        );

        await entered.JsonAsync(HttpStatusCode.Created);
        using var limits = await client.GetAsync("/api/v1/limits");
        (await limits.JsonAsync(HttpStatusCode.OK))
            .GetProperty("limits")
            .EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "stored-bytes")
            .GetProperty("used")
            .GetInt64()
            .ShouldBe(bytes.Length);
    }

    static Task<BenchApp> StartWithRoomAsync(double models) =>
        BenchApp.StartAsync(
            Database.Sqlite,
            ("Bench:Limits:AttemptsPerDay", "10"),
            ("Bench:Limits:StoredBytes", $"{(long)(models * TinyModel.Create(2, seed: 700).Length)}")
        );

    static int ModelFiles(BenchApp app) =>
        Directory.EnumerateFiles(Path.Combine(app.DataDirectory, "blobs", "models"), "*", SearchOption.AllDirectories).Count();
}
