using Bench.Api.Demo;

namespace Bench.Tests.EndToEnd;

/// <summary>The demo in small: every part of the service once, over HTTP.</summary>
public sealed class DemoFlowTests
{
    [Theory, BothDatabases(LongOnPostgres = true)]
    public async Task The_demo_goes_from_nothing_to_a_leaderboard_and_may_be_started_again(Database database)
    {
        await using var app = await BenchApp.StartAsync(database);
        using var client = BenchClient.For(app.Address, app.OperatorKey);
        var flow = new DemoFlow(client, DemoSize.Small, app.DatasetsRoot, Path.Combine(app.DataDirectory, "demo"));
        var steps = new List<DemoStep>();

        await flow.RunAsync(new Recorder(steps), default);
        var board = await flow.ReadBoardAsync(default);

        var row = board.GetProperty("rows").EnumerateArray().ShouldHaveSingleItem();
        row.GetProperty("n").GetInt32().ShouldBe(DemoSize.Small.Pictures);
        row.GetProperty("value").GetDouble().ShouldBeGreaterThan(0.2, "ten classes: chance is 0.1");
        row.GetProperty("ciLow").GetDouble().ShouldBeLessThan(row.GetProperty("ciHigh").GetDouble());
        row.GetProperty("columns").GetProperty($"{DemoFlow.Corrected}:top1").GetProperty("value").GetDouble().ShouldBeInRange(0, 1);
        steps.GroupBy(step => step.Name).ShouldAllBe(group => group.Last().Done == group.Last().Total);

        await flow.RunAsync(new Recorder([]), default);
        (await client.GetAsync("evaluations", default)).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await client.GetAsync("models", default)).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await client.GetAsync($"label-sets?dataset={DemoFlow.Dataset}", default)).GetProperty("items").GetArrayLength().ShouldBe(4);
    }

    sealed class Recorder(List<DemoStep> steps) : IProgress<DemoStep>
    {
        public void Report(DemoStep value)
        {
            lock (steps)
                steps.Add(value);
        }
    }
}
