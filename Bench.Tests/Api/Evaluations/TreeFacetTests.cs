using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bench.Api.Readers;
using Bench.Tests.Api.Robustness;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api.Evaluations;

/// <summary>Facets where a picture is shown many times. Four clean pictures; a tree with each of them under fog and snow at two levels;
/// films of two of them under tilt and brightness.</summary>
public sealed class TreeFacetTests(BenchApps apps) : IClassFixture<BenchApps>
{
    static readonly string[] Pictures = ["ant/p0", "ant/p1", "bee/p2", "bee/p3"];

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task A_tree_has_the_facets_of_its_clean_pictures_its_own_and_those_of_its_folders(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        await client.ListAsync(app, "clean", "p", ["ant", "ant", "bee", "bee"]);
        await LightAsync(client, "clean", "p00,night\np01,day\np02,day\np03,day\n");
        Write(app, "tree", from place in Cells() from picture in Pictures select $"{place}/{picture[..4]}p0{picture[^1]}.png");
        var tree = await client.RegisterAsync(app, "tree", "imagenet-c", "tree", new { clean = "clean" });
        await LightAsync(client, "tree", "fog/1/ant/p00.png,rain\np03.png,dry\n", "weather");

        // The first ant is wrong under fog, at both levels; all else is right.
        var rows = from place in Cells() from picture in Pictures select Right(picture[0], !(place.StartsWith('f') && picture[^1] == '0'));
        var evaluation = await client.SubmitAsync(tree, [.. rows]);
        var all = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/facets");

        all.GetProperty("clustered").GetBoolean().ShouldBeTrue();
        Facets(all)
            .Select(facet => $"{facet.GetProperty("set")}/{facet.GetProperty("name")}/{facet.GetProperty("from")}")
            .ShouldBe(["weather/light/", "light/light/clean", "folders/corruption/", "folders/severity/"]);
        Numbers(all, 0, "dry").ShouldBe((4, 1.0)); // every copy of one picture
        Numbers(all, 0, "rain").ShouldBe((1, 0.0)); // one copy
        Numbers(all, 1, "night").ShouldBe((4, 0.5));
        Numbers(all, 2, "fog").ShouldBe((8, 0.75));
        // Eight copies of four pictures: Wilson's of what they are worth, which is less than eight.
        Row(all, 2, "fog").GetProperty("ciLow").GetDouble().ShouldBeLessThan(0.4);
        Row(all, 2, "fog").GetProperty("flips").ValueKind.ShouldBe(JsonValueKind.Null);
        all.GetProperty("choices")[1].ToString().ShouldContain("""["1","2"]""");

        var cell = await client.GetFromJsonAsync<JsonElement>(
            $"/api/v1/evaluations/{evaluation.Id()}/facets?set=light&within=severity%3D2;corruption%3Dfog"
        );
        (cell.GetProperty("within").GetString(), cell.GetProperty("n").GetInt32(), cell.GetProperty("clustered").GetBoolean()).ShouldBe(
            ("corruption=fog;severity=2", 4, false)
        );
        Numbers(cell, 0, "night").ShouldBe((1, 0.0));
        var kept = Cache(app).Count;
        var same = await client.GetStringAsync(
            $"/api/v1/evaluations/{evaluation.Id()}/facets?set=light&within=corruption%3Dfog;;%20severity%20%3D2;corruption%3Dfog"
        );
        (same, Cache(app).Count).ShouldBe((cell.GetRawText(), kept), "a part has one place in memory, however it is spelt");
        Row(cell, 0, "day").GetProperty("pValue").GetDouble().ShouldBe(0.25, 1e-12); // Fisher's: 1 of 4

        (await client.GetStringAsync($"/evaluations/{evaluation.Id()}/facets?within=corruption%3Dsnow")).ShouldContain("light v1 of clean");
        var slice = await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/tree/slices?set=light&facet=light&value=night");
        slice.GetProperty("rows")[0].GetProperty("cells")[1].GetProperty("accuracy").GetDouble().ShouldBe(0.5);
        var part = await client.GetFromJsonAsync<JsonElement>(
            "/api/v1/datasets/tree/slices?set=light&facet=light&within=severity%3D2;corruption%3Dfog"
        );
        part.GetProperty("within").GetString().ShouldBe("corruption=fog;severity=2");
        part.GetProperty("rows")[0].GetProperty("all").GetProperty("n").GetInt32().ShouldBe(4);
        part.GetProperty("rows")[0].GetProperty("cells")[1].GetProperty("accuracy").GetDouble().ShouldBe(0);
        (await client.GetStringAsync("/api/v1/datasets/tree/slices.csv?within=corruption%3Dfog")).ShouldContain(",corruption=fog,");
        (await client.GetStringAsync("/slices?dataset=tree&set=light&facet=light&within=corruption%3Dfog")).ShouldContain(">snow</a>");
        using var nowhere = await client.GetAsync("/api/v1/datasets/tree/slices?within=corruption%3Drain");
        await nowhere.ShouldBeProblemAsync(404, "facet-value-not-found");
        using var corruption = await client.GetAsync($"/api/v1/evaluations/{evaluation.Id()}/facets?within=corruption%3Drain");
        await corruption.ShouldBeProblemAsync(404, "facet-value-not-found");
        using var name = await client.GetAsync($"/api/v1/evaluations/{evaluation.Id()}/facets?within=perturbation%3Dtilt");
        await name.ShouldBeProblemAsync(404, "facet-not-found");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Films_have_flip_rates_by_facet_and_none_by_what_changes_within_a_film(Database database)
    {
        var app = await apps.OnAsync(database);
        using var client = app.WithKey();
        Write(app, "films", Frames());
        var films = await client.RegisterAsync(app, "films", "sequences", "films");
        await LightAsync(client, "films", "p0,night\nbee/p2,day\n");
        await LightAsync(client, "films", "brightness/ant/p0,first\n", "film");
        await LightAsync(client, "films", "tilt/ant/p0/1.png,early\ntilt/ant/p0/2.png,late\n", "frame");

        // The ant flips at each frame, the bee at none.
        var rows = Frames()
            .Order(StringComparer.Ordinal)
            .Select(path => Right(path.Split('/')[1][0], path.Contains("bee") || !path.EndsWith("2.png")));
        var evaluation = await client.SubmitAsync(films, [.. rows]);
        var answer = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{evaluation.Id()}/facets");

        var names = Facets(answer).Select(facet => facet.GetProperty("set").GetString()).ToList();
        names.ShouldBe(["light", "film", "frame", "folders"]);
        Flips(Row(answer, 0, "night")).ShouldBe((2, 1.0));
        Flips(Row(answer, 0, "day")).ShouldBe((2, 0.0));
        Flips(Row(answer, 1, "first")).ShouldBe((1, 1.0));
        Flips(Row(answer, 3, "tilt")).ShouldBe((2, 0.5));
        Row(answer, 2, "early").GetProperty("flips").ValueKind.ShouldBe(JsonValueKind.Null);
        Facets(answer)[2].GetProperty("whyNoFlips").GetString()!.ShouldContain("Frames of one film have different values");
        (await client.GetStringAsync($"/evaluations/{evaluation.Id()}/facets?within=perturbation%3Dtilt")).ShouldContain("Flips, %");
        (await client.GetStringAsync($"/api/v1/evaluations/{evaluation.Id()}/facets.csv?set=light")).ShouldContain(
            ",from,films,flip_rate,"
        );
    }

    static IEnumerable<string> Cells() =>
        from corruption in (string[])["fog", "snow"]
        from level in (string[])["1", "2"]
        select $"{corruption}/{level}";

    static IEnumerable<string> Frames() =>
        from perturbation in (string[])["brightness", "tilt"]
        from film in (string[])["ant/p0", "bee/p2"]
        from frame in (string[])["1", "2", "3"]
        select $"{perturbation}/{film}/{frame}.png";

    static void Write(BenchApp app, string folder, IEnumerable<string> paths)
    {
        foreach (var path in paths.Select(path => Path.Combine(app.DatasetsRoot, folder, path)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, path);
        }
    }

    static async Task LightAsync(HttpClient client, string dataset, string rows, string key = "light")
    {
        using var answer = await client.PostAsync(
            "/api/v1/label-sets",
            ApiClient.Form(
                JsonSerializer.Serialize(
                    new
                    {
                        dataset,
                        format = "facets",
                        key,
                    }
                ),
                Encoding.UTF8.GetBytes("file_name,light\n" + rows),
                "facets.csv"
            )
        );
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    static float[] Right(char name, bool right) => MadeEvaluations.Row((name == 'a') == right ? "0123" : "1023");

    static List<JsonElement> Facets(JsonElement answer) => [.. answer.GetProperty("facets").EnumerateArray()];

    static JsonElement Row(JsonElement answer, int facet, string value) =>
        Facets(answer)[facet].GetProperty("values").EnumerateArray().Single(row => row.GetProperty("value").GetString() == value);

    static (int, double) Numbers(JsonElement answer, int facet, string value) =>
        (Row(answer, facet, value).GetProperty("n").GetInt32(), Row(answer, facet, value).GetProperty("accuracy").GetDouble());

    static (int, double) Flips(JsonElement row) =>
        (row.GetProperty("flips").GetProperty("films").GetInt32(), row.GetProperty("flips").GetProperty("rate").GetDouble());

    static SightedCache Cache(BenchApp app) => app.Services.GetRequiredService<IMemoryCache>().ShouldBeOfType<SightedCache>();
}
