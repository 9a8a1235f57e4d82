using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Tests.Api.Audits;

/// <summary>Several keys of one owner, and several uploads of one model.</summary>
public sealed partial class AuditsTests
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task The_keys_of_a_team_climb_one_ladder_but_for_a_team_of_readers(Database database)
    {
        var app = await apps.OnAsync(database);
        using var operators = app.WithKey();
        var (one, other) = (await KeyAsync(operators, "one"), await KeyAsync(operators, "other"));
        using var first = app.WithKey(one.Key);
        using var second = app.WithKey(other.Key);
        var team = await TeamAsync(operators, "two keys", one.Id, other.Id);
        await ImportAsync(app, operators, "teamed", "\"ladder\": true");
        await ImportAsync(
            app,
            operators,
            "lectured",
            $$"""
            "ladder": true, "sharing": { "visibility": "team", "teamId": "{{team}}" }
            """
        );

        var shown = await SubmitListAsync(first, "teamed", wrong: 30);
        var withheld = await SubmitListAsync(second, "teamed", wrong: 28);
        var better = await SubmitListAsync(second, "teamed", wrong: 5);
        await SubmitListAsync(first, "lectured", wrong: 30);
        var competing = await SubmitListAsync(second, "lectured", wrong: 28);

        shown.Score("original", "top1").GetProperty("value").GetDouble().ShouldBe(0.5);
        withheld.GetProperty("scores").GetArrayLength().ShouldBe(0);
        Codes(withheld).ShouldContain("ladder-not-better");
        better.Score("original", "top1").GetProperty("value").GetDouble().ShouldBe(55 / 60.0);
        better.GetProperty("earlierTries").GetInt32().ShouldBe(2);
        var rows = (await second.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard?dataset=teamed")).GetProperty("rows");
        rows.EnumerateArray().Select(row => row.GetProperty("earlierTries").GetInt32()).ShouldBe([2, 0]);
        competing.Score("original", "top1").GetProperty("value").GetDouble().ShouldBe(32 / 60.0);
        competing.GetProperty("earlierTries").GetInt32().ShouldBe(0);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Neither_another_upload_nor_another_key_of_the_team_hides_an_earlier_test_of_a_model(Database database)
    {
        var app = await apps.OnAsync(database);
        using var operators = app.WithKey();
        var (one, other) = (await KeyAsync(operators, "tester"), await KeyAsync(operators, "colleague"));
        using var owner = app.WithKey(one.Key);
        using var mate = app.WithKey(other.Key);
        await TeamAsync(operators, "testers", one.Id, other.Id);
        await File.WriteAllTextAsync(
            Path.Combine(app.DatasetsRoot, "ten.txt"),
            string.Join('\n', Enumerable.Range(0, 10).Select(i => $"c{i}"))
        );
        await TinyDataset.ImportAsync(app, operators, "tested", "c0", "c1", "ten.txt");
        var weights = Enumerable.Range(0, 30).Select(i => i % 7 - 3f).ToArray();

        var earlier = new List<int>();
        foreach (var (tester, deleted) in new[] { (owner, true), (owner, false), (mate, false) })
        {
            var model = await UploadAsync(tester, TinyModel.Of(weights));
            var manifest = $$"""{"modelId": "{{model}}", "dataset": "tested", "topK": 1, "level": 0.01}""";
            using var started = await tester.PostAsync("/api/v1/audits/ownership", ApiClient.Form(manifest, Keys(shift: 0), "keys.zip"));
            await started.JsonAsync(HttpStatusCode.Accepted);
            var ownership = (await EndedAsync(tester, started.Headers.Location!.ToString())).GetProperty("ownership");
            earlier.Add(ownership.GetProperty("earlierTests").GetInt32());
            if (deleted)
                (await tester.DeleteAsync($"/api/v1/models/{model}")).EnsureSuccessStatusCode();
        }

        earlier.ShouldBe([0, 1, 2]);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_spot_check_of_a_submission_that_was_deleted_since_counts_with_the_next_one(Database database)
    {
        var app = await apps.OnAsync(database);
        using var operators = app.WithKey();
        var (one, other) = (await KeyAsync(operators, "redrawer"), await KeyAsync(operators, "mate"));
        using var owner = app.WithKey(one.Key);
        using var mate = app.WithKey(other.Key);
        await TeamAsync(operators, "redrawers", one.Id, other.Id);
        await TinyDataset.ImportAsync(app, operators, "redrawn");
        var model = await UploadAsync(owner, TinyModel.Create(2, seed: 701));
        var npz = await owner.GetByteArrayAsync($"/api/v1/evaluations/{await EvaluateAsync(owner, model, "redrawn")}/predictions");

        var checks = new List<JsonElement>();
        foreach (var key in new[] { owner, owner, mate })
        {
            var submitted = await SubmitAsync(key, npz, "redrawn");
            checks.Add(await SpotCheckAsync(key, submitted, model));
            var entry = (await key.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{submitted}")).GetProperty("modelId").GetString();
            (await key.DeleteAsync($"/api/v1/models/{entry}")).EnsureSuccessStatusCode();
        }

        checks.Select(check => check.GetProperty("earlierChecks").GetInt32()).ShouldBe([0, 1, 2]);
        checks.Select(check => check.GetProperty("mostFalse").GetDouble()).ShouldBeInOrder();
        // The same rows and the same model draw the same images.
        checks.Select(check => check.GetProperty("seed").GetString()).Distinct().ShouldHaveSingleItem();
    }

    static async Task<string?> TeamAsync(HttpClient operators, string name, params string?[] keys)
    {
        using var made = await operators.PostAsJsonAsync("/api/v1/teams", new { name });
        var team = (await made.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        foreach (var id in keys)
            (await operators.PutAsJsonAsync($"/api/v1/teams/{team}/members/{id}", new { })).EnsureSuccessStatusCode();
        return team;
    }

    static async Task<(string? Id, string? Key)> KeyAsync(HttpClient operators, string name)
    {
        using var made = await operators.PostAsJsonAsync("/api/v1/keys", new { name, role = "submitter" });
        var key = await made.JsonAsync(HttpStatusCode.Created);
        return (key.GetProperty("id").GetString(), key.GetProperty("key").GetString());
    }
}
