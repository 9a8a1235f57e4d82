using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bench.Service.Datasets.ClassSpaces;
using Bench.Tests.Api.LabelErrors;

namespace Bench.Tests.Api.Evaluations;

/// <summary>Over <see cref="DoubtedBoard"/>: alpha calls tench goldfish, goldfish great white shark, great white shark tiger shark, tiger
/// shark tench, and image 4, a tench, great white shark.</summary>
public sealed class ErrorKindTests(BenchApps apps) : IClassFixture<BenchApps>
{
    const string Rules = """
        {
          "superclasses": {"small": ["n01440764", "n01443537"], "shark": ["n01484850", "n01491361", "n00000000"]},
          "collapsed": {"n01440764": ["n01484850"]}
        }
        """;

    /// <summary>Everything alike, and classes alike by lot.</summary>
    [Fact]
    public async Task Superclasses_that_cannot_mean_anything_are_refused()
    {
        await using var app = await DoubtedBoard.StartAsync(Database.Sqlite);
        using var client = app.WithKey();
        string[] ids = [.. ImageNet1kClasses.Space.Classes.Select(one => one.Id)];
        string[] lot = [.. ids];
        new Random(4).Shuffle(lot);

        using var everything = await PostAsync([ids]);
        using var drawn = await PostAsync(lot.Chunk(10));
        using var alike = await PostAsync(ids.Chunk(10));

        (await everything.ShouldBeProblemAsync(422, "error-rules-unfit"))
            .GetProperty("detail")
            .GetString()!
            .ShouldContain("all 1,000 classes of 'doubted' in the superclass 's0'");
        (await drawn.ShouldBeProblemAsync(422, "error-rules-unfit")).GetProperty("detail").GetString()!.ShouldContain("drawn by lot");
        alike.StatusCode.ShouldBe(HttpStatusCode.Created);

        Task<HttpResponseMessage> PostAsync(IEnumerable<string[]> superclasses) =>
            client.PostAsync(
                "/api/v1/error-rules",
                Form(
                    JsonSerializer.Serialize(
                        new { superclasses = superclasses.Index().ToDictionary(each => $"s{each.Index}", each => each.Item) }
                    )
                )
            );
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Every_mistake_gets_a_kind_once_rules_are_registered(Database database)
    {
        await using var app = await DoubtedBoard.StartAsync(database);
        using var client = app.WithKey();
        var (_, alpha) = (await DoubtedBoard.ModelsAsync(client))["alpha"];
        using (var nothing = await client.GetAsync($"/api/v1/evaluations/{alpha}/error-kinds"))
            await nothing.ShouldBeProblemAsync(409, "error-kinds-unknown");

        using (var unfit = await client.PostAsync("/api/v1/error-rules", Form("""{"superclasses": {"fish": ["0", "1", "tench"]}}""")))
            await unfit.ShouldBeProblemAsync(422, "error-rules-unfit");
        using (var registered = await client.PostAsync("/api/v1/error-rules", Form(Rules)))
            (await registered.JsonAsync(HttpStatusCode.Created)).GetProperty("collapsedPairs").GetInt32().ShouldBe(1);
        var kinds = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{alpha}/error-kinds");

        kinds.GetProperty("labelSet").GetString().ShouldBe("original");
        Counts(kinds)
            .ShouldBe("right 35, collapsedClasses 1, validMultiLabel 0, sameSuperclass 2, coOccurring 0, nonPrototypical 0, unexplained 2");
        (kinds.GetProperty("n").GetInt32(), kinds.GetProperty("notOwn").GetInt32(), kinds.GetProperty("errors").GetInt32()).ShouldBe(
            (40, 5, 4)
        );
        var unexplained = kinds.GetProperty("items")[6];
        (unexplained.GetProperty("share").GetDouble(), unexplained.GetProperty("ofErrors").GetDouble()).ShouldBe((0.05, 0.5));
        unexplained.GetProperty("severity").GetString().ShouldBe("major");
        kinds.GetProperty("items")[0].GetProperty("ofErrors").ValueKind.ShouldBe(JsonValueKind.Null);
        Names(kinds.GetProperty("missing"), "kind").ShouldBe("outOfVocabulary coOccurring nonPrototypical");

        var stored = await client.UntilAsync(
            $"/api/v1/evaluations/{alpha}",
            answer => Score(answer, "original", "unexplained-errors") is not null
        );
        Score(stored, "original", "unexplained-errors").ShouldBe(0.05);
        Score(stored, "original", "unexplained-among-errors").ShouldBe(0.5);

        // Reviewers call image 1 non-prototypical: what explains mistakes is read again, and stored scores follow.
        await DoubtedBoard.ImportAsync(
            client,
            "mistakes",
            $$$"""{"{{{DoubtedBoard.Name(1)}}}": {"failure category": "Non-prototypical", "failure severity": "Minor"}}"""
        );
        Counts(await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{alpha}/error-kinds"))
            .ShouldEndWith("nonPrototypical 1, unexplained 1");
        await client.UntilAsync($"/api/v1/evaluations/{alpha}", answer => Score(answer, "original", "unexplained-errors") == 0.025);

        await ListsAndShowsByKindAsync(client, alpha);
    }

    static async Task ListsAndShowsByKindAsync(HttpClient client, string alpha)
    {
        var mistakes = $"/api/v1/evaluations/{alpha}/mistakes";
        var same = await client.GetFromJsonAsync<JsonElement>($"{mistakes}?kind=sameSuperclass&limit=1");
        same.GetProperty("items")[0].GetProperty("image").GetInt32().ShouldBe(0);
        same.GetProperty("items")[0].GetProperty("kind").GetString().ShouldBe("sameSuperclass");
        var rest = await client.GetFromJsonAsync<JsonElement>(
            $"{mistakes}?kind=sameSuperclass&cursor={same.GetProperty("next").GetString()}"
        );
        Names(rest.GetProperty("items"), "image").ShouldBe("2");
        Names((await client.GetFromJsonAsync<JsonElement>($"{mistakes}?predicted=n01484850")).GetProperty("items"), "image")
            .ShouldBe("1 4");
        Names((await client.GetFromJsonAsync<JsonElement>(mistakes)).GetProperty("items"), "kind")
            .ShouldBe("sameSuperclass nonPrototypical sameSuperclass unexplained collapsedClasses");
        using (var refused = await client.GetAsync($"{mistakes}?kind=perhaps"))
            await refused.ShouldBeProblemAsync(400, "request-invalid");

        var page = await client.GetStringAsync($"/mistakes?evaluation={alpha}&show=kind&kind=SameSuperclass&order=confidence");
        page.ShouldContain("2 of 40 used images");
        page.ShouldContain("non-prototypical <small>1</small>");
        (await client.GetStringAsync($"/mistakes?evaluation={alpha}&predicted=2")).ShouldContain("2 of 40 used images");
    }

    [Theory]
    [BothDatabases("[]", "an object", LongOnSqlite = true)]
    [BothDatabases("""{"classes": {}}""", "superclasses and collapsed are known", LongOnSqlite = true)]
    [BothDatabases("""{"superclasses": {}}""", "names no superclass", LongOnSqlite = true)]
    [BothDatabases("""{"collapsed": {"n01440764": "n01484850"}}""", "list of a label", LongOnSqlite = true)]
    public async Task Rules_that_are_not_written_so_are_refused_and_change_nothing(Database database, string file, string said)
    {
        using var client = (await apps.OnAsync(database)).WithKey();
        using var refused = await client.PostAsync("/api/v1/error-rules", Form(file));
        (await refused.ShouldBeProblemAsync(422, "error-rules-invalid")).GetProperty("detail").GetString()!.ShouldContain(said);
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/error-rules")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    static MultipartFormDataContent Form(string file) =>
        new() { { new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "file", "rules.json" }, { new StringContent("a test"), "source" } };

    static string Counts(JsonElement kinds) =>
        string.Join(
            ", ",
            kinds
                .GetProperty("items")
                .EnumerateArray()
                .Select(item => $"{item.GetProperty("kind").GetString()} {item.GetProperty("count")}")
        );

    static string Names(JsonElement items, string property) =>
        string.Join(' ', items.EnumerateArray().Select(item => item.GetProperty(property).ToString()));

    static double? Score(JsonElement evaluation, string labelSet, string metric) =>
        evaluation
            .GetProperty("scores")
            .EnumerateArray()
            .Where(score => score.GetProperty("labelSet").GetString() == labelSet && score.GetProperty("metric").GetString() == metric)
            .Select(score => (double?)score.GetProperty("value").GetDouble())
            .FirstOrDefault();
}
