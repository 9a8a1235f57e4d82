using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Tests.Api.LabelErrors;

public sealed class LabelErrorTests(DoubtedBoard board) : IClassFixture<DoubtedBoard>
{
    [Theory, BothDatabases]
    public async Task Labels_that_most_models_dispute_stand_first_and_are_held_against_the_reviews(Database database)
    {
        var found = await GetAsync(database, "datasets/doubted/label-errors");

        found.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("image").GetInt32()).ShouldBe([0, 1, 2, 3, 4]);
        var first = found.GetProperty("items")[0];
        first.GetProperty("given").GetProperty("index").GetInt32().ShouldBe(0);
        first.GetProperty("suggested").GetProperty("index").GetInt32().ShouldBe(1);
        first.GetProperty("backing").GetDouble().ShouldBe((35 + 34 + 26) / (35 + 34 + 34 + 26.0), 1e-9);
        first.GetProperty("reviewed").GetString().ShouldBe("guessed");
        found.GetProperty("models").EnumerateArray().ShouldAllBe(model => model.GetProperty("method").GetString() == "confidentHead");
        var quality = found.GetProperty("quality");
        (
            quality.GetProperty("reviewed").GetInt32(),
            quality.GetProperty("wrong").GetInt32(),
            quality.GetProperty("flagged").GetInt32(),
            quality.GetProperty("hits").GetInt32()
        ).ShouldBe((7, 4, 5, 4));
        quality.GetProperty("precision").GetDouble().ShouldBe(0.8, 1e-12);
        quality.GetProperty("recall").GetDouble().ShouldBe(1);
        quality.GetProperty("averagePrecision").GetDouble().ShouldBe(1);
        quality.GetProperty("suggestionRight").GetDouble().ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Candidates_are_filtered_by_class_and_paged_without_changing_their_rank(Database database)
    {
        var ofOne = await GetAsync(database, "datasets/doubted/label-errors?label=0");
        ofOne
            .GetProperty("items")
            .EnumerateArray()
            .Select(item => (item.GetProperty("rank").GetInt32(), item.GetProperty("image").GetInt32()))
            .ShouldBe([(1, 0), (5, 4)]);
        ofOne.GetProperty("candidates").GetInt32().ShouldBe(5);
        ofOne.GetProperty("matching").GetInt32().ShouldBe(2);

        var seen = new List<int>();
        for (var next = ""; next is not null; )
        {
            var part = await GetAsync(database, $"datasets/doubted/label-errors?minBacking=0&limit=5&cursor={next}");
            seen.AddRange(part.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("rank").GetInt32()));
            next = part.GetProperty("next").GetString();
        }
        // Disputed by anyone: 0 to 5, gamma's 6 to 11, delta's 12 to 21.
        seen.ShouldBe(Enumerable.Range(1, 22));
    }

    [Theory]
    [BothDatabases("datasets/doubted/label-errors?labelSet=cleanlab-set", 409, "labels-not-single")]
    [BothDatabases("datasets/doubted/label-errors?labelSet=truth", 404, "label-set-not-found")]
    [BothDatabases("datasets/doubted/label-errors?label=unicorn", 404, "class-not-found")]
    [BothDatabases("datasets/doubted/label-errors?minBacking=2", 400, "backing-invalid")]
    [BothDatabases("datasets/doubted/label-errors?limit=0", 400, "limit-invalid")]
    [BothDatabases("datasets/doubted/label-errors?cursor=abc", 400, "cursor-invalid")]
    [BothDatabases("datasets/nothing/label-errors", 404, "dataset-not-found")]
    [BothDatabases("datasets/doubted/memorisation?window=-1", 400, "window-invalid")]
    [BothDatabases("prevalence?dataset=doubted", 400, "too-few-models")]
    public async Task What_cannot_be_asked_is_refused_with_its_reason(Database database, string path, int status, string code)
    {
        using var client = (await board.OnAsync(database)).Reader();
        using var answer = await client.GetAsync($"/api/v1/{path}");
        await answer.ShouldBeProblemAsync(status, code);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Without_reviews_candidates_stand_alone_and_what_needs_reviews_says_so(Database database)
    {
        await using var app = await SeededBoards.StartAsync(database);
        using var client = app.Reader();
        var rows = (await client.GetFromJsonAsync<JsonElement>("/api/v1/leaderboard")).GetProperty("rows");

        var found = await client.GetFromJsonAsync<JsonElement>("/api/v1/datasets/imagenet-val/label-errors");
        using var memorisation = await client.GetAsync("/api/v1/datasets/imagenet-val/memorisation");
        string? Model(int row) => rows[row].GetProperty("model").GetProperty("id").GetString();
        using var prevalence = await client.GetAsync($"/api/v1/prevalence?m={Model(0)}&m={Model(1)}");

        found.GetProperty("quality").ValueKind.ShouldBe(JsonValueKind.Null);
        found.GetProperty("qualityMissing").GetProperty("code").GetString().ShouldBe("reviews-missing");
        await memorisation.ShouldBeProblemAsync(409, "reviews-missing");
        await prevalence.ShouldBeProblemAsync(409, "reviews-missing");
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Two_models_cross_where_mislabelled_images_are_common_enough(Database database)
    {
        using var client = (await board.OnAsync(database)).Reader();
        var models = await DoubtedBoard.ModelsAsync(client);

        var found = await client.GetFromJsonAsync<JsonElement>(
            $"/api/v1/prevalence?dataset=doubted&m={models["delta"].Model}&m={models["gamma"].Model}&points=5"
        );

        // Of 39 images 3 are mislabelled (delta 3, gamma 0 right), 35 may go (delta 25, gamma 30), 1 is kept (delta right): 30 t = 4 + 25 t
        // at t = 0.8, 3 of 32 images.
        found.GetProperty("labelSet").GetString().ShouldBe("cleanlab-pruned");
        found.GetProperty("mislabelled").GetInt32().ShouldBe(3);
        var crossing = found.GetProperty("crossings")[0];
        crossing.GetProperty("first").GetString().ShouldBe(models["gamma"].Model);
        crossing.GetProperty("prevalence").GetDouble().ShouldBe(3 / 32.0, 1e-12);
        crossing.GetProperty("accuracy").GetDouble().ShouldBe(0.75, 1e-12);
        crossing.GetProperty("differenceAtNatural").GetDouble().ShouldBe(1 / 39.0, 1e-12);
        crossing.GetProperty("differenceAtHighest").GetDouble().ShouldBe(-1, 1e-12);
        found.GetProperty("curves")[0].GetProperty("points").GetArrayLength().ShouldBe(5);
        var upheld = await client.GetFromJsonAsync<JsonElement>(
            $"/api/v1/prevalence?dataset=doubted&m={models["delta"].Model}&m={models["gamma"].Model}&removable=reviewed"
        );
        upheld.GetProperty("crossings")[0].GetProperty("prevalence").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory, BothDatabases]
    public async Task A_model_that_repeats_wrong_labels_stands_out(Database database)
    {
        var found = await GetAsync(database, "datasets/doubted/memorisation?window=1");

        var first = found.GetProperty("models")[0];
        first.GetProperty("name").GetString().ShouldBe("gamma");
        first.GetProperty("rate").GetDouble().ShouldBe(1);
        first.GetProperty("peers").GetInt32().ShouldBe(3);
        first.GetProperty("excess").GetDouble().ShouldBe(1);
        found.GetProperty("models").EnumerateArray().Skip(1).ShouldAllBe(model => model.GetProperty("rate").GetDouble() == 0);
    }

    [Theory]
    [BothDatabases("datasets/doubted/label-errors")]
    [BothDatabases("datasets/doubted/memorisation")]
    [BothDatabases("datasets/doubted/verdicts")]
    [BothDatabases("datasets/doubted/images/0/answers")]
    [BothDatabases("label-sets?dataset=doubted")]
    [BothDatabases("order-changes?dataset=doubted&other=cleanlab-fixed")]
    [BothDatabases("correlations?dataset=doubted&columns=top1,ece")]
    public async Task Who_has_the_answer_already_is_told_so(Database database, string path)
    {
        using var client = (await board.OnAsync(database)).Reader();
        using var first = await client.GetAsync($"/api/v1/{path}");
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.GetAsync($"/api/v1/{path}");
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task One_image_tells_what_everybody_says_of_it(Database database)
    {
        var byName = await GetAsync(database, $"datasets/doubted/images/{DoubtedBoard.Name(4)}/answers");
        var byPlace = await GetAsync(database, "datasets/doubted/images/4/answers");

        byPlace.ToString().ShouldBe(byName.ToString());
        byName
            .GetProperty("labelSets")
            .EnumerateArray()
            .Select(set => set.GetProperty("labelSet").GetString())
            .ShouldBe(["original", "cleanlab-fixed", "cleanlab-pruned", "cleanlab-set", "mistakes"], ignoreOrder: true);
        var original = byName.GetProperty("labelSets")[0];
        original.GetProperty("labelSet").GetString().ShouldBe("original");
        original.GetProperty("right").GetInt32().ShouldBe(2);
        var mistakes = byName
            .GetProperty("labelSets")
            .EnumerateArray()
            .Single(set => set.GetProperty("labelSet").GetString() == "mistakes");
        mistakes.GetProperty("remarks").GetProperty("severity").GetString().ShouldBe("Major");
        mistakes.GetProperty("right").ValueKind.ShouldBe(JsonValueKind.Null);
        byName.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()).First().ShouldBe("alpha");
        var alpha = byName.GetProperty("models")[0];
        alpha.GetProperty("best")[0].GetProperty("class").GetProperty("index").GetInt32().ShouldBe(2);
        alpha.GetProperty("best")[0].GetProperty("probability").GetDouble().ShouldBe(0.9, 1e-6);
        alpha.GetProperty("rightUnder").GetArrayLength().ShouldBe(0);
        byName.GetProperty("nobodyRight").GetBoolean().ShouldBeFalse();
        using var client = (await board.OnAsync(database)).Reader();
        using var unknown = await client.GetAsync("/api/v1/datasets/doubted/images/40/answers");
        await unknown.ShouldBeProblemAsync(404, "image-not-found");
    }

    async Task<JsonElement> GetAsync(Database database, string path)
    {
        using var client = (await board.OnAsync(database)).Reader();
        using var answer = await client.GetAsync($"/api/v1/{path}");
        return await answer.JsonAsync(HttpStatusCode.OK);
    }
}
