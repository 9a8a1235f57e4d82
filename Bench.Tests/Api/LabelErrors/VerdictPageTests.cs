using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Tests.Api.Pages;

namespace Bench.Tests.Api.LabelErrors;

/// <summary>The pages of mistakes and doubted labels as a reader without JavaScript gets them, and the forms on them.</summary>
public sealed class VerdictPageTests(DoubtedBoard board) : IClassFixture<DoubtedBoard>
{
    [Theory]
    [BothDatabases("/label-errors", "or great white shark?", LongOnSqlite = true)]
    [BothDatabases("/label-errors?dataset=doubted&label=0", "<strong>tench</strong>", LongOnSqlite = true)]
    [BothDatabases("/label-errors", "80.0 % of those are wrong, which is 100.0 % of all they found wrong", LongOnSqlite = true)]
    [BothDatabases("/datasets/doubted/images/4", "severity: Major", LongOnSqlite = true)]
    [BothDatabases("/mistakes?evaluation={alpha}&show=label-wrong", "4 of 40 used images", LongOnSqlite = true)]
    [BothDatabases("/mistakes?evaluation={gamma}&show=label-wrong&labelSet=cleanlab-set", "3 of 39 used images", LongOnSqlite = true)]
    [BothDatabases("/mistakes?evaluation={alpha}&show=severity&severity=Major", "1 of 40 used images", LongOnSqlite = true)]
    [BothDatabases("/mistakes?evaluation={alpha}&show=right-under&under=cleanlab-fixed", "3 of 40 used images", LongOnSqlite = true)]
    [BothDatabases("/mistakes?evaluation={alpha}&against={gamma}&show=differ&class=tench", "3 of 40 used images", LongOnSqlite = true)]
    [BothDatabases("/compare?dataset=doubted&m={delta-model}&m={gamma-model}", "one pair changes order", LongOnSqlite = true)]
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

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task An_operator_judges_by_form_and_makes_a_label_set_of_it(Database database)
    {
        await using var app = await DoubtedBoard.StartAsync(database);
        using var client = app.Reader();

        using var browser = await PageForms.SignedInAsync(app, app.OperatorKey);
        const string list = "/label-errors?dataset=doubted",
            image = "/datasets/doubted/images/7";

        using var saved = await browser.PostFormAsync(
            list,
            list,
            ("Said[0]", "guessed"),
            ("Named[0]", "1"),
            ("Said[3]", "neither"),
            ("Named[3]", "0"),
            ("Named[1]", "2")
        );
        using var named = await browser.PostFormAsync(image, image, ("Said[7]", "both"), ("Named[7]", "n01443537"), ("Note", "two fish"));
        using var made = await browser.PostFormAsync(list, $"{list}&handler=labelSet", ("Key", "corrected"));

        (await browser.GetStringAsync(saved.Headers.Location)).ShouldContain("2 verdicts are saved");
        (await browser.GetStringAsync(named.Headers.Location)).ShouldContain("two fish");
        (await browser.GetStringAsync(made.Headers.Location)).ShouldContain("labelSet=corrected");
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

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Who_is_no_operator_is_shown_no_form_and_changes_nothing(Database database)
    {
        var app = await board.OnAsync(database);
        using var client = app.Reader();
        using var stranger = PageForms.Browser(app);
        using var submitter = await PageForms.SignedInAsync(app, await app.KeyAsync("submitter"));
        using var judge = await PageForms.SignedInAsync(app, app.OperatorKey);
        const string list = "/label-errors?dataset=doubted";

        foreach (var browser in new[] { stranger, submitter })
        {
            (await browser.GetStringAsync("/datasets/doubted/images/0")).ShouldNotContain("Said[");
            (await browser.GetStringAsync(list)).ShouldNotContain("Said[");
            using var answer = await browser.PostFormAsync("/sign-in", list, ("Said[0]", "given"));
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("key-role");
        }
        using var forged = await judge.PostAsync(list, new FormUrlEncodedContent([new("Said[0]", "given")]));
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/doubted/verdicts")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    static async Task<string> FillAsync(HttpClient client, string address)
    {
        foreach (var (name, ids) in await DoubtedBoard.ModelsAsync(client))
            address = address.Replace($"{{{name}}}", ids.Evaluation).Replace($"{{{name}-model}}", ids.Model);
        return address;
    }
}
