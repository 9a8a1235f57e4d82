using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bench.Tests.Api.LabelErrors;

namespace Bench.Tests.Api.Evaluations;

/// <summary>Over <see cref="DoubtedBoard"/>: alpha is wrong on images 0 to 4 of 40, always with confidence 0.9.</summary>
public sealed class FacetTests(DoubtedBoard board) : IClassFixture<DoubtedBoard>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_table_of_properties_tells_accuracy_by_each_of_their_values(Database database)
    {
        await using var app = await DoubtedBoard.StartAsync(database);
        using var client = app.WithKey();
        var alpha = (await DoubtedBoard.ModelsAsync(client))["alpha"].Evaluation;
        using (var none = await client.GetAsync($"/api/v1/evaluations/{alpha}/facets"))
            await none.ShouldBeProblemAsync(409, "facets-missing");
        (await client.GetStringAsync("/slices")).ShouldContain(
            "No properties of the images of",
            customMessage: "the page says how to add some"
        );

        // Images 0 to 9 are night, the others day; brightness rises; the last two images have no light; of another image nothing is asked.
        // pandas numbers the rows in a column without a name, and spreadsheets end them with empty ones.
        var rows = Enumerable
            .Range(0, DoubtedBoard.Images)
            .Select(i =>
                $"{i},{DoubtedBoard.Name(i)},{(i < 10 ? "night" : i < 38 ? "day" : "")},{i * 2.5:0.0},words {i}{new string('.', 100)},,\n"
            );
        await DoubtedBoard.ImportAsync(
            client,
            "facets",
            ",File_Name,light,brightness,remark,,\n" + string.Concat(rows) + "40,ILSVRC2012_val_00049999.JPEG,night,1,x,,\n",
            "photo"
        );

        var answer = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{alpha}/facets");
        answer.GetProperty("accuracy").GetDouble().ShouldBe(35 / 40.0);
        answer.GetProperty("tests").GetInt32().ShouldBe(7);
        answer
            .GetProperty("facets")
            .EnumerateArray()
            .Select(facet => facet.GetProperty("name").GetString())
            .ShouldBe(["light", "brightness"]);
        var light = answer.GetProperty("facets")[0];
        (light.GetProperty("n").GetInt32(), light.GetProperty("values")[1].GetProperty("value").GetString()).ShouldBe((38, "night"));
        var night = light.GetProperty("values")[1];
        night.GetProperty("accuracy").GetDouble().ShouldBe(0.5);
        night.GetProperty("errorRatio").GetDouble().ShouldBe(0.5 / (5 / 38.0), 1e-12);
        night.GetProperty("ece").GetDouble().ShouldBe(0.4, 1e-6);
        night.GetProperty("pValue").GetDouble().ShouldBe(0.00050202, 1e-7);
        night.GetProperty("adjustedPValue").GetDouble().ShouldBeGreaterThan(night.GetProperty("pValue").GetDouble());
        answer
            .GetProperty("facets")[1]
            .GetProperty("values")
            .EnumerateArray()
            .Select(value => value.GetProperty("value").GetString())
            .ShouldBe(["[0, 20)", "[20, 40)", "[40, 60)", "[60, 80)", "[80, 97.5]"]);

        await ModelsAreRankedByASliceAsync(client);
        var set = (await client.GetFromJsonAsync<JsonElement>("/api/v1/label-sets?dataset=doubted"))
            .GetProperty("items")
            .EnumerateArray()
            .Single(each => each.GetProperty("key").GetString() == "photo");
        (set.GetProperty("kind").GetString(), set.GetProperty("version").GetInt32()).ShouldBe(("annotations", 1));
        var notes = set.GetProperty("checks").EnumerateArray().ToList();
        notes.ShouldAllBe(note => note.GetProperty("code").GetString() == "facet-left-out");
        notes[0].GetProperty("message").GetString()!.ShouldEndWith("remark.");
        notes[1].GetProperty("message").GetString()!.ShouldEndWith("1 row, ILSVRC2012_val_00049999.JPEG (line 42).");
        await DoubtedBoard.ImportAsync(client, "facets", $"file_name,light\n{DoubtedBoard.Name(0)},dusk\n", "photo");
        var second = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{alpha}/facets?set=photo")).GetProperty("facets")[0];
        (second.GetProperty("version").GetInt32(), second.GetProperty("values")[0].GetProperty("pValue").ValueKind).ShouldBe(
            (2, JsonValueKind.Null)
        );

        (await client.GetStringAsync($"/api/v1/evaluations/{alpha}/facets.csv")).ShouldStartWith("set,version,facet,value,n,accuracy,");
        (await client.GetStringAsync($"/evaluations/{alpha}/facets")).ShouldContain("dusk");
        using var unknown = await client.GetAsync($"/api/v1/evaluations/{alpha}/facets?set=other");
        await unknown.ShouldBeProblemAsync(404, "label-set-not-found");
    }

    /// <summary>Of the ten night images alpha has 0 to 4 wrong, beta 0 to 5, gamma 6 to 9, delta 0 to 3.</summary>
    static async Task ModelsAreRankedByASliceAsync(HttpClient client)
    {
        var slice = await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/doubted/slices?facet=light&value=night");
        var rows = slice.GetProperty("rows").EnumerateArray().ToList();
        rows.ConvertAll(row => (row.GetProperty("rank").GetInt32(), row.GetProperty("model").GetString()))
            .ShouldBe([(1, "delta"), (1, "gamma"), (3, "alpha"), (4, "beta")]);
        slice.GetProperty("values").EnumerateArray().Select(value => value.GetString()).ShouldBe(["day", "night"]);
        // Gamma errs on 6 to 11: two of 28 by day, six of 38 in all; 40 % of errors by night over 6 of 38.
        var gamma = rows[1];
        gamma.GetProperty("all").GetProperty("n").GetInt32().ShouldBe(38);
        gamma.GetProperty("cells")[0].GetProperty("accuracy").GetDouble().ShouldBe(26 / 28.0, 1e-12);
        gamma.GetProperty("cells")[1].GetProperty("errorRatio").GetDouble().ShouldBe(0.4 / (6 / 38.0), 1e-12);

        using var saved = await client.PostAsJsonAsync(
            "/api/v1/views",
            new { name = "By night", address = "/slices?dataset=doubted&set=photo&facet=light&value=night" }
        );
        var link = (await saved.JsonAsync(HttpStatusCode.Created)).GetProperty("link").GetString();
        (await client.GetStringAsync(link)).ShouldContain("Ranked by &#x201C;night&#x201D;");
        (await client.GetStringAsync("/slices?dataset=doubted")).ShouldContain("Save this slice under a name");
        (await client.GetStringAsync("/api/v1/datasets/doubted/slices.csv?facet=light")).Split("\r\n").Length.ShouldBe(1 + 4 * 2 + 1);
        using var facet = await client.GetAsync("/api/v1/datasets/doubted/slices?facet=dark");
        await facet.ShouldBeProblemAsync(404, "facet-not-found");
        using var value = await client.GetAsync("/api/v1/datasets/doubted/slices?facet=light&value=dusk");
        await value.ShouldBeProblemAsync(404, "facet-value-not-found");
    }

    [Theory]
    [BothDatabases("light\nnight\n", "1 column;", LongOnSqlite = true)]
    [BothDatabases("a,b\n1,2\n", "no column 'file_name'", LongOnSqlite = true)]
    [BothDatabases("file_name,light\nother.JPEG,night\n", "none of the 40 images", LongOnSqlite = true)]
    [BothDatabases("file_name,light\nILSVRC2012_val_00000001,night\nILSVRC2012_val_00000001,day\n", "more than once", LongOnSqlite = true)]
    [BothDatabases(
        "file_name,light,\nILSVRC2012_val_00000001,night,2\nILSVRC2012_val_00000002,day,1\n",
        "without a name",
        LongOnSqlite = true
    )]
    [BothDatabases("file_name,light,Light\nILSVRC2012_val_00000001,night,day\n", "twice", LongOnSqlite = true)]
    public async Task A_table_that_cannot_be_read_is_refused_and_leaves_nothing(Database database, string file, string said)
    {
        using var client = (await board.OnAsync(database)).WithKey();
        using var refused = await client.PostAsync(
            "/api/v1/label-sets",
            ApiClient.Form("""{"dataset": "doubted", "format": "facets", "key": "bad"}""", Encoding.UTF8.GetBytes(file), "facets.csv")
        );
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain(said);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Shape_bias_comes_from_two_label_sets_and_error_consistency_from_any_two_models(Database database)
    {
        await using var app = await DoubtedBoard.StartAsync(database);
        using var client = app.WithKey();
        var models = await DoubtedBoard.ModelsAsync(client);
        // The textures: what alpha says on 0 and 1, the shape on 2, class 0 on 3 and 4; the rest has none.
        var textures =
            "file_name,labels\n" + string.Concat(((int[])[1, 2, 2, 0, 1]).Select((label, i) => $"{DoubtedBoard.Name(i)},{label}\n"));
        await DoubtedBoard.ImportAsync(client, "csv", textures, "texture");
        var url = $"/api/v1/evaluations/{models["alpha"].Evaluation}/shape-bias?texture=texture";
        await client.UntilAsync(
            $"/api/v1/evaluations/{models["alpha"].Evaluation}",
            answer => answer.GetProperty("scores").EnumerateArray().Any(score => score.GetProperty("labelSet").GetString() == "texture")
        );
        var bias = await client.GetFromJsonAsync<JsonElement>(url);
        // Image 2 shows one class; alpha says the texture on 0, 1 and 3, and on 4 neither.
        (
            bias.GetProperty("n").GetInt32(),
            bias.GetProperty("shape").GetInt32(),
            bias.GetProperty("texture").GetInt32(),
            bias.GetProperty("neither").GetInt32()
        ).ShouldBe((4, 0, 3, 1));
        bias.GetProperty("shapeBias").GetDouble().ShouldBe(0);
        var cues = await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/doubted/shape-bias");
        var row = cues.GetProperty("rows").EnumerateArray().Single(each => each.GetProperty("model").GetString() == "alpha");
        (row.GetProperty("all").GetProperty("n").GetInt32(), row.GetProperty("all").GetProperty("texture").GetInt32()).ShouldBe((4, 3));
        row.GetProperty("byClass").EnumerateArray().Sum(each => each.GetProperty("n").GetInt32()).ShouldBe(4);
        (row.GetProperty("withPeople").GetArrayLength(), row.GetProperty("meanKappa").ValueKind).ShouldBe((0, JsonValueKind.Null));
        (await client.GetStringAsync("/shape-bias?dataset=doubted")).ShouldContain("3 by texture, of 4 images");
        (await client.GetStringAsync("/api/v1/datasets/doubted/shape-bias.csv")).ShouldStartWith("model_id,model,person,class,n,shape,");
        (await client.GetStringAsync("/datasets/doubted")).ShouldContain("/shape-bias?dataset=doubted");
        using var nowhere = await client.GetAsync("/api/v1/datasets/doubted/shape-bias?texture=colours");
        await nowhere.ShouldBeProblemAsync(404, "label-set-not-found");
        using var several = await client.GetAsync($"/api/v1/evaluations/{models["alpha"].Evaluation}/shape-bias?texture=cleanlab-set");
        await several.ShouldBeProblemAsync(409, "labels-not-single");

        var pair = (
            await client.GetFromJsonAsync<JsonElement>($"/api/v1/compare?a={models["alpha"].Model}&b={models["beta"].Model}")
        ).GetProperty("pairs")[0];
        // Alpha errs on 0 to 4, beta on 0 to 5 of 40: they agree on 39.
        var (first, second) = (35 / 40.0, 34 / 40.0);
        var expected = first * second + (1 - first) * (1 - second);
        pair.GetProperty("errorConsistency").GetProperty("kappa").GetDouble().ShouldBe((39 / 40.0 - expected) / (1 - expected), 1e-12);
    }
}
