using Bench.Client;
using Bench.Tests.Api;

namespace Bench.Tests.Clients;

/// <summary>The C# client that NSwag makes of the committed contract at every build.</summary>
public sealed class GeneratedClientTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task It_uploads_evaluates_waits_and_reads_the_board(Database database)
    {
        var app = await apps.OnAsync(database);
        using var administrator = app.WithKey();
        await TinyDataset.ImportAsync(app, administrator, "generated");
        using var http = app.WithKey(await app.KeyAsync("submitter"));
        var bench = new BenchApi(http);
        using var bytes = new MemoryStream(TinyModel.Create(2, seed: 900));

        var model = await bench.UploadModelAsync(
            new ModelManifest
            {
                Name = "generated",
                Preprocessing = new PreprocessingRequest { Input_size = [3, 8, 8] },
            },
            new FileParameter(bytes, "tiny.onnx")
        );
        var request = new StartEvaluationsRequest { ModelId = model.Id, Datasets = ["generated"] };
        var started = await bench.StartEvaluationsAsync(request, idempotency_Key: "generated client");
        var repeated = await bench.StartEvaluationsAsync(request, idempotency_Key: "generated client");
        var evaluation = await bench.GetEvaluationAsync(started.Items[0].Id, "wait=30");
        var board = await bench.GetLeaderboardAsync(dataset: "generated", metric: "top1", columns: "ece,top5");

        repeated.Items[0].Id.ShouldBe(started.Items[0].Id);
        evaluation.State.ShouldBe(EvaluationState.Completed);
        evaluation.Preprocessing!.Interpolation.ShouldBe(PreprocessingContractInterpolation.Bilinear);
        var top1 = evaluation.Scores.Single(score => score is { LabelSet: "original", Metric: "top1" });
        var row = board.Rows.ShouldHaveSingleItem();
        row.Model.Name.ShouldBe("generated");
        row.Value.ShouldBe(top1.Value);
        row.Columns["ece"]!.N.ShouldBe(4);
        // Of two classes there are no five best.
        row.Columns["top5"].ShouldBeNull();
        board.Standing.ShouldNotBe(LeaderboardResponseStanding.Pending);
    }

    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task It_tells_problems_by_their_code(Database database)
    {
        var app = await apps.OnAsync(database);
        using var http = app.WithKey();
        var bench = new BenchApi(http);
        using var bytes = new MemoryStream(TinyModel.Create(2, seed: 901));

        var unknown = await Should.ThrowAsync<BenchProblemException<ProblemDetails>>(() => bench.GetModelAsync(Guid.CreateVersion7()));
        var refused = await Should.ThrowAsync<BenchProblemException<ProblemDetails>>(() =>
            bench.UploadModelAsync(new ModelManifest { Name = "", Url = "javascript:alert(1)" }, new FileParameter(bytes, "tiny.onnx"))
        );

        unknown.Result.Code.ShouldBe("model-not-found");
        unknown.Result.NextStep.ShouldEndWith(".");
        refused.Result.Code.ShouldBe("manifest-invalid");
        refused.Result.Errors!.Keys.ShouldBe(["name", "url"], ignoreOrder: true);
    }

    [Fact]
    public async Task Keys_datasets_label_sets_and_metrics_come_typed()
    {
        var app = await apps.OnAsync(Database.Sqlite);
        using var http = app.WithKey();
        var bench = new BenchApi(http);

        var key = await bench.CreateKeyAsync(new CreateKeyRequest { Name = "typed", Role = Role.Submitter });
        var keys = await bench.ListKeysAsync(limit: 1);
        var metrics = await bench.ListMetricsAsync();

        keys.Items.ShouldHaveSingleItem().Id.ShouldBe(key.Id);
        keys.Items[0].Role.ShouldBe(Role.Submitter);
        keys.Next.ShouldNotBeNull();
        metrics.Items.Single(metric => metric.Id == "ece").Direction.ShouldBe(MetricDescriptionDirection.Lower);
    }
}
