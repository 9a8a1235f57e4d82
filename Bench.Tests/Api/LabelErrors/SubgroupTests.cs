using System.Net.Http.Json;
using System.Text.Json;

namespace Bench.Tests.Api.LabelErrors;

public sealed class SubgroupTests(DoubtedBoard board) : IClassFixture<DoubtedBoard>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task Accuracy_is_told_by_number_of_labels_and_by_groups_of_classes(Database database)
    {
        using var client = (await board.OnAsync(database)).Reader();
        var alpha = (await DoubtedBoard.ModelsAsync(client))["alpha"].Evaluation;

        var original = await client.GetFromJsonAsync<JsonElement>(
            $"/api/v1/evaluations/{alpha}/subgroups?group=tench:n01440764&group=sharks:2-3&group=nobody:999"
        );
        var sets = await client.GetFromJsonAsync<JsonElement>($"/api/v1/evaluations/{alpha}/subgroups?labelSet=cleanlab-set");

        // Tench: 0, 4, 8, …, 36, of which alpha misses 0 and 4; sharks: 2, 3, 6, 7, …, of which it misses 2 and 3.
        Groups(original, "byClass").ShouldBe([("tench", 10, 0.8), ("sharks", 20, 0.9), ("nobody", 0, null)]);
        Groups(original, "byLabelCount").ShouldBe([("1", 40, 0.875)]);
        original.GetProperty("subsetMean").GetDouble().ShouldBe(0.875, 1e-12);
        Groups(sets, "byLabelCount").ShouldBe([("1", 38, 37 / 38.0), ("2", 1, 1.0)]);
        sets.GetProperty("byLabelCount")[1]
            .GetProperty("subset")
            .ValueKind.ShouldBe(JsonValueKind.Null, "one ranked class cannot be two labels");
        sets.GetProperty("subsetMean").ValueKind.ShouldBe(JsonValueKind.Null);
        Groups(sets, "byClass").Select(group => group.Item1).ShouldBe(["animals", "dogs", "things"]);
    }

    [Theory]
    [BothDatabases("dogs", LongOnSqlite = true)]
    [BothDatabases("dogs:", LongOnSqlite = true)]
    [BothDatabases("dogs:268-151", LongOnSqlite = true)]
    [BothDatabases("dogs:1000", LongOnSqlite = true)]
    public async Task A_group_that_names_no_classes_is_refused(Database database, string group)
    {
        using var client = (await board.OnAsync(database)).Reader();
        using var answer = await client.GetAsync(
            $"/api/v1/evaluations/{(await DoubtedBoard.ModelsAsync(client))["alpha"].Evaluation}/subgroups?group={group}"
        );
        await answer.ShouldBeProblemAsync(400, "group-invalid");
    }

    static List<(string, int, double?)> Groups(JsonElement answer, string list) =>
        [
            .. answer
                .GetProperty(list)
                .EnumerateArray()
                .Select(group =>
                    (
                        group.GetProperty("name").GetString()!,
                        group.GetProperty("n").GetInt32(),
                        group.GetProperty("top1").ValueKind == JsonValueKind.Null ? default(double?) : group.GetProperty("top1").GetDouble()
                    )
                ),
        ];
}
