using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Tests.Fixtures;

namespace Bench.Tests.Api.LabelErrors;

/// <summary>The pages of mistakes and doubted labels as a reader without JavaScript gets them, and the forms on them.</summary>
public sealed class VerdictPageTests(DoubtedBoard board) : IClassFixture<DoubtedBoard>
{
    [Theory]
    [BothDatabases("/label-errors", "great white shark is right")]
    [BothDatabases("/label-errors?dataset=doubted&label=0", "tench is right")]
    [BothDatabases("/label-errors", "80.0 % of those are wrong, which is 100.0 % of all they found wrong")]
    [BothDatabases("/datasets/doubted/images/4", "severity: Major")]
    [BothDatabases("/mistakes?evaluation={alpha}&show=label-wrong", "4 of 40 used images")]
    [BothDatabases("/mistakes?evaluation={gamma}&show=label-wrong&labelSet=cleanlab-set", "3 of 39 used images")]
    [BothDatabases("/mistakes?evaluation={alpha}&show=severity&severity=Major", "1 of 40 used images")]
    [BothDatabases("/mistakes?evaluation={alpha}&show=right-under&under=cleanlab-fixed", "3 of 40 used images")]
    [BothDatabases("/mistakes?evaluation={alpha}&against={gamma}&show=differ&class=tench", "3 of 40 used images")]
    [BothDatabases("/compare?dataset=doubted&m={delta-model}&m={gamma-model}", "one pair changes order")]
    public async Task A_page_says_what_there_is_to_see(Database database, string address, string text)
    {
        using var client = (await board.OnAsync(database)).Reader();
        using var answer = await client.GetAsync(await FillAsync(client, address));
        var page = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        page.ShouldContain(text);
    }

    [Theory]
    [BothDatabases("/mistakes?evaluation={alpha}&show=severity&severity=Mild", 404, "severity-unknown")]
    [BothDatabases("/mistakes?evaluation={alpha}&class=unicorn", 404, "class-not-found")]
    [BothDatabases("/datasets/doubted/images/400", 404, "image-not-found")]
    [BothDatabases("/label-errors?dataset=nothing", 404, "dataset-not-found")]
    [BothDatabases("/label-errors?labelSet=cleanlab-set", 409, "labels-not-single")]
    public async Task What_cannot_be_shown_is_told_on_the_page(Database database, string address, int status, string code)
    {
        using var client = (await board.OnAsync(database)).Reader();
        using var answer = await client.GetAsync(await FillAsync(client, address));
        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(code);
    }

    [Theory, BothDatabases]
    public async Task An_operator_judges_by_form_and_makes_a_label_set_of_it(Database database)
    {
        await using var app = await DoubtedBoard.StartAsync(database);
        using var client = app.Reader();

        using var saved = await client.PostAsync(
            "/label-errors?dataset=doubted",
            Form(
                ("OperatorKey", app.OperatorKey),
                ("Said[0]", "guessed"),
                ("Named[0]", "1"),
                ("Said[3]", "neither"),
                ("Named[3]", "0"),
                ("Named[1]", "2")
            )
        );
        using var named = await client.PostAsync(
            "/datasets/doubted/images/7",
            Form(("OperatorKey", app.OperatorKey), ("Said[7]", "both"), ("Named[7]", "n01443537"), ("Note", "two fish"))
        );
        using var made = await client.PostAsync(
            "/label-errors?dataset=doubted&handler=labelSet",
            Form(("OperatorKey", app.OperatorKey), ("Key", "corrected"))
        );

        (await saved.Content.ReadAsStringAsync()).ShouldContain("2 verdicts are saved");
        (await named.Content.ReadAsStringAsync()).ShouldContain("two fish");
        (await made.Content.ReadAsStringAsync()).ShouldContain("labelSet=corrected");
        var verdicts = (await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/doubted/verdicts"))
            .GetProperty("items")
            .EnumerateArray()
            .ToList();
        verdicts
            .Select(verdict => (verdict.GetProperty("image").GetInt32(), verdict.GetProperty("verdict").GetString()))
            .ShouldBe([(0, "guessed"), (3, "neither"), (7, "both")]);
        var set = (await client.GetFromJsonAsync<JsonElement>("/api/v1/label-sets?dataset=doubted"))
            .GetProperty("items")
            .EnumerateArray()
            .Single(set => set.GetProperty("key").GetString() == "corrected");
        set.GetProperty("used").GetInt32().ShouldBe(39);
        await client.UntilAsync(
            $"/api/v1/label-sets/{set.GetProperty("id").GetString()}",
            answer => answer.GetProperty("scored").GetInt32() == 4
        );
    }

    [Theory]
    [BothDatabases("", 401, "key-unknown")]
    [BothDatabases("bench_of-nobody", 401, "key-unknown")]
    [BothDatabases("submitter", 403, "key-role")]
    public async Task A_form_without_an_operators_key_changes_nothing(Database database, string key, int status, string code)
    {
        var app = await board.OnAsync(database);
        using var client = app.Reader();
        if (key == "submitter")
            key = await app.KeyAsync("submitter");

        using var answer = await client.PostAsync("/label-errors?dataset=doubted", Form(("OperatorKey", key), ("Said[0]", "given")));

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(code);
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/doubted/verdicts")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    static async Task<string> FillAsync(HttpClient client, string address)
    {
        foreach (var (name, ids) in await DoubtedBoard.ModelsAsync(client))
            address = address.Replace($"{{{name}}}", ids.Evaluation).Replace($"{{{name}-model}}", ids.Model);
        return address;
    }
}
