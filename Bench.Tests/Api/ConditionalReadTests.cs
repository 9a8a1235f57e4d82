using System.Net;
using Bench.Tests.Clients;

namespace Bench.Tests.Api;

/// <summary>Every read of the contract: who has its answer already is told so.</summary>
public sealed class ConditionalReadTests(SeededBoards boards) : IClassFixture<SeededBoards>
{
    /// <summary>What is no answer to keep: a stream of events, and files, which carry tags or ranges of their own.</summary>
    static readonly string[] Others = ["WatchEvaluation", "DownloadPredictions", "GetDatasetImage", "GetEvidence"];

    [Fact]
    public void Every_read_is_described_as_conditional()
    {
        var bare =
            from operation in Contract.Operations
            where operation.Method == "GET" && operation.Operation["responses"]!["304"] is null
            select operation.Operation["operationId"]!.GetValue<string>();

        bare.Except(Others).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_has_an_answer_is_not_sent_it_again()
    {
        var app = await boards.OnAsync(Database.Sqlite);
        using var client = app.WithKey();
        var board = await (await client.GetAsync("/api/v1/leaderboard?limit=2")).JsonAsync(HttpStatusCode.OK);
        var rows = board.GetProperty("rows");
        var (dataset, evaluation, model, other) = (
            board.GetProperty("dataset").GetString()!,
            Id(rows[0], "evaluationId"),
            Id(rows[0].GetProperty("model"), "id"),
            Id(rows[1].GetProperty("model"), "id")
        );
        string[] reads =
        [
            "/api/v1/datasets",
            $"/api/v1/datasets/{dataset}",
            "/api/v1/evaluations",
            $"/api/v1/evaluations/{evaluation}",
            $"/api/v1/evaluations/{evaluation}/scores",
            "/api/v1/keys",
            "/api/v1/label-sets",
            "/api/v1/leaderboard",
            "/api/v1/leaderboard.csv",
            "/api/v1/metrics",
            "/api/v1/models",
            $"/api/v1/models/{model}",
            $"/api/v1/models/{model}/card.md",
            $"/api/v1/models/{model}/cite.bib",
            $"/api/v1/models/{model}/badge.svg",
            $"/api/v1/compare?a={model}&b={other}",
            "/api/v1/webhooks",
        ];
        foreach (var read in reads)
        {
            using var first = await client.GetAsync(read);
            first.StatusCode.ShouldBe(HttpStatusCode.OK, read);
            using var again = new HttpRequestMessage(HttpMethod.Get, read)
            {
                Headers = { IfNoneMatch = { first.Headers.ETag.ShouldNotBeNull(read) } },
            };
            using var second = await client.SendAsync(again);
            second.StatusCode.ShouldBe(HttpStatusCode.NotModified, read);
            Contract.Find("GET", read.Split('?')[0]).ShouldNotBeNull(read);
            using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, read));
            head.StatusCode.ShouldBe(HttpStatusCode.OK, read);
            head.Headers.ETag.ShouldBe(first.Headers.ETag, read);
            (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        }
    }

    static string Id(System.Text.Json.JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
