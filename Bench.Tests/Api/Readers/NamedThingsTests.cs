using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Bench.Tests.Api.Readers;

/// <summary>Whoever names a private thing in a request that changes something is answered as if there were none, and so is
/// everybody who looks at what came of it.</summary>
public sealed partial class NamedThingsTests
{
    const string Nothing = "whatever";
    const string Nobody = "01900000-0000-7000-8000-000000000000";

    [Fact]
    public void Every_request_that_changes_something_is_asked() =>
        NamedThings.All.Select(each => each.Operation).Distinct().Order().ShouldBe(NamedThings.OfContract.Order());

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_private_thing_that_is_named_is_answered_as_one_that_is_not_there(Database database)
    {
        await using var board = await HiddenBoard.StartAsync(database);
        using var stranger = board.App.WithKey(board.StrangerKey);
        using var anybody = board.App.Reader();
        var open = new Dictionary<string, string>
        {
            ["OPEN-SET"] = HiddenBoard.OpenDataset,
            ["OPEN-EVALUATION"] = board.OpenEvaluation,
            ["RUNNABLE"] = await RunnableAsync(stranger),
            ["STRANGER"] = $"{board.StrangerId}",
        };
        var secrets = await SecretsAsync(board);
        var (told, codes, asked) = (new List<string>(), new SortedDictionary<string, int>(), 0);

        foreach (var client in new[] { stranger, anybody })
        foreach (var thing in NamedThings.All)
        foreach (var (word, hidden) in secrets.Where(pair => thing.Names([pair.Word])))
        {
            asked++;
            var (secret, secretCode) = await AskAsync(client, thing.Fill(All(word, hidden)), hidden);
            var (made, _) = await AskAsync(client, thing.Fill(All(word, Made(word))), Made(word));
            codes[secretCode] = codes.GetValueOrDefault(secretCode) + 1;
            if (secret != made)
                told.Add($"{thing.Operation} {thing.Body} with {hidden}:\n{secret}\nand with nothing:\n{made}");
        }
        foreach (var client in new[] { anybody, stranger })
        foreach (var address in LeftBehind)
        {
            var (secret, _) = await AskAsync(client, Get(address, HiddenBoard.SecretDataset), HiddenBoard.SecretDataset);
            var (made, _) = await AskAsync(client, Get(address, Nothing), Nothing);
            if (secret != made || !secret.StartsWith("200", StringComparison.Ordinal))
                told.Add($"{address}:\n{secret}\nand with nothing:\n{made}");
        }

        told.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(100);
        // Most come so far that the thing is looked for.
        codes.Where(pair => pair.Key.EndsWith("-not-found", StringComparison.Ordinal)).Sum(pair => pair.Value).ShouldBeGreaterThan(30);
        (await ListedAsync(anybody, "/api/v1/suites")).ShouldContain($"\"guess-{HiddenBoard.SecretDataset}\"");
        (await ListedAsync(anybody, "/api/v1/views")).Split("a guess").Length.ShouldBe(5, "two of each");
        (await ListedAsync(anybody, "/api/v1/suites")).ShouldNotContain("a-suite");

        Dictionary<string, string> All(string word, string thing) =>
            new(open.Concat(secrets.DistinctBy(pair => pair.Word).Select(pair => KeyValuePair.Create(pair.Word, Made(pair.Word)))))
            {
                [word] = thing,
            };
    }

    [Fact]
    public async Task The_key_of_a_hidden_suite_is_taken_as_any_other_is()
    {
        await using var board = await HiddenBoard.StartAsync(Database.Sqlite);
        using var owner = board.App.WithKey(board.OwnerKey);
        using var stranger = board.App.WithKey(board.StrangerKey);
        using var open = await owner.PostAsJsonAsync("/api/v1/suites", Suite("b-suite"));
        await open.JsonAsync(HttpStatusCode.Created);

        using var hidden = await stranger.PostAsJsonAsync("/api/v1/suites", Suite("a-suite"));
        using var seen = await stranger.PostAsJsonAsync("/api/v1/suites", Suite("b-suite"));

        await hidden.ShouldBeProblemAsync(403, "not-owner");
        await seen.ShouldBeProblemAsync(403, "not-owner");
    }

    [Fact]
    public async Task Who_says_the_same_of_a_dataset_that_came_meanwhile_makes_no_version()
    {
        await using var board = await HiddenBoard.StartAsync(Database.Sqlite);
        using var stranger = board.App.WithKey(board.StrangerKey);
        var suite = Suite("early", HiddenBoard.SecretDataset);
        using var first = await stranger.PostAsJsonAsync("/api/v1/suites", suite);
        await first.JsonAsync(HttpStatusCode.Created);
        await board.ShareDatasetAsync(new { visibility = "public" });

        using var again = await stranger.PostAsJsonAsync("/api/v1/suites", suite);

        (await again.JsonAsync(HttpStatusCode.OK)).GetProperty("version").GetInt32().ShouldBe(1);
    }

    /// <summary>Where what was made out of a guess can be seen.</summary>
    static readonly string[] LeftBehind =
    [
        "/api/v1/suites/guess-THING",
        "/api/v1/suites/title-THING",
        "/api/v1/suites/set-THING",
        "/api/v1/suites/guess-THING/board",
        "/api/v1/suites/guess-THING/board.csv",
        "/suites/guess-THING",
        "/suites/set-THING",
    ];

    static HttpRequestMessage Get(string address, string thing) =>
        new(HttpMethod.Get, address.Replace("THING", thing, StringComparison.Ordinal));

    static object Suite(string key, string dataset = HiddenBoard.OpenDataset) =>
        new
        {
            key,
            title = "A suite",
            members = new[] { new { dataset, metrics = new[] { "top1" } } },
            headline = new { title = "Top-1", metric = "top1" },
        };

    static string Made(string word) =>
        word switch
        {
            "DATASET" => Nothing,
            "SUITE" => "n-suite",
            "VIEW" => "aaaaaaa",
            _ => Nobody,
        };

    static async Task<string> RunnableAsync(HttpClient client)
    {
        using var uploaded = await client.PostAsync(
            "/api/v1/models",
            ApiClient.Form("""{"name": "runs", "preprocessing": {"input_size": [3, 8, 8]}}""", TinyModel.Create(2, seed: 931))
        );
        var model = (await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.UntilAsync($"/api/v1/models/{model}", answer => answer.GetProperty("state").GetString() == "ready");
        return model;
    }

    /// <summary>Every private thing, by the word that it takes the place of.</summary>
    static async Task<List<(string Word, string Thing)>> SecretsAsync(HiddenBoard board)
    {
        using var operators = board.App.WithKey();
        using var owner = board.App.WithKey(board.OwnerKey);
        using var team = await operators.PostAsJsonAsync("/api/v1/teams", new { name = "the lab" });
        using var hook = await owner.PostAsJsonAsync("/api/v1/webhooks", new { url = "https://example.org/hook" });
        using var upload = await owner.SendAsync(ApiClient.Tus(HttpMethod.Post, "/api/v1/uploads", ("Upload-Length", "10")));
        upload.StatusCode.ShouldBe(HttpStatusCode.Created);
        var views = await operators.GetStringAsync("/api/v1/views");
        return
        [
            ("DATASET", HiddenBoard.SecretDataset),
            ("MODEL", board.SecretModelId),
            .. board.SecretEvaluations.Select(evaluation => ("EVALUATION", evaluation)),
            ("ATTACK", board.SecretAttack),
            ("SUITE", "a-suite"),
            ("KEY", $"{board.OwnerId}"),
            ("VIEW", Code().Match(views).Groups[1].Value),
            ("TEAM", (await team.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!),
            ("WEBHOOK", (await hook.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!),
            ("UPLOAD", upload.Headers.Location!.ToString().Split('/')[^1]),
        ];
    }

    /// <summary>The answer, its headers by name, without the thing's own name and what differs from answer to answer; and the
    /// code of its problem.</summary>
    static async Task<(string Answer, string Code)> AskAsync(HttpClient client, HttpRequestMessage request, string thing)
    {
        using (request)
        {
            using var answer = await client.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            var headers = string.Join(' ', answer.Headers.Concat(answer.Content.Headers).Select(header => header.Key).Order());
            var text = $"{(int)answer.StatusCode} {headers} {answer.Headers.Location}\n{body}"
                .Replace(thing, "THING", StringComparison.Ordinal)
                .Replace(thing[1..], "HING", StringComparison.Ordinal);
            return (Passing().Replace(text, "…"), Problem().Match(body).Groups[1].Value);
        }
    }

    static Task<string> ListedAsync(HttpClient client, string address) => client.GetStringAsync(address);

    [GeneratedRegex("\"code\":\\s*\"([a-z0-9]{7})\"")]
    private static partial Regex Code();

    [GeneratedRegex("\"code\":\\s*\"([a-z-]+)\"")]
    private static partial Regex Problem();

    /// <summary>Ids, times, traces, nonces, spelled first letters, and codes of views.</summary>
    [GeneratedRegex(
        "[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]+|(?<=\"traceId\": ?\")[^\"]*"
            + "|(?<=nonce=\")[^\"]*|(?<=value=\")CfDJ[^\"]*|%[0-9a-f]{2}(?=HING)|(?<=\"code\": ?\")[a-z0-9]{7}(?=\")|(?<=/v/)[a-z0-9]{7}"
    )]
    private static partial Regex Passing();
}
