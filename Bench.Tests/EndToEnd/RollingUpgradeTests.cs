using Bench.Api.Demo.Classifiers;
using Bench.Api.Demo.Pictures;
using Npgsql;

namespace Bench.Tests.EndToEnd;

/// <summary>Processes of an earlier build beside those of this one, over one database and one store.</summary>
public sealed class RollingUpgradeTests : IAsyncLifetime
{
    const string Key = "bench_the-operator-key-of-these-tests";
    const int Pictures = 60;

    /// <summary>What a database may not have twice, whoever worked over it. A build whose metrics have other versions rescores what
    /// the other has scored.</summary>
    static readonly string[] Doubles =
    [
        "SELECT 1 FROM evaluations GROUP BY model_id, dataset_id, preprocessing HAVING count(*) > 1",
        "SELECT 1 FROM log_entries WHERE kind = 'Submission' GROUP BY evaluation_id HAVING count(*) > 1",
        "SELECT 1 FROM log_entries WHERE kind = 'Receipt' GROUP BY evaluation_id, label_set_id, "
            + "jsonb_path_query_array(body::jsonb, '$.scores[*].version') HAVING count(*) > 1",
        "SELECT 1 FROM work_items WHERE kind = 'RunShard' GROUP BY subject_id, start HAVING count(*) > 1",
    ];

    /// <summary>An owner of a lease is a process and the number of its taking.</summary>
    const string Shared =
        "SELECT 1 FROM work_items WHERE kind = 'RunShard' GROUP BY subject_id "
        + "HAVING count(DISTINCT regexp_replace(lease_owner, '/[^/]*$', '')) > 1";

    readonly TempFolder _folder = new();
    readonly List<(string Model, string Evaluation)> _evaluations = [];
    EmptyDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await EmptyDatabase.CreateAsync();
        DrawnDemo.CopyTo(_folder["datasets"], Pictures);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    /// <remarks><c>BENCH_TEST_EARLIER</c> names another commit than the one before.</remarks>
    [Fact, Long]
    public async Task An_earlier_build_works_before_beside_and_after_this_one_and_every_evaluation_completes_once_with_the_same_scores()
    {
        var earlier = await EarlierProgram.FoldersAsync();
        string first,
            second;
        await using (var older = await ClusterPart.StartAsync(earlier, () => Key, Settings()))
        {
            first = await UploadAsync(older, DemoClassifier.All[^1]);
            await AskAsync(older, first, "before");
            await older.Client.CompletedAsync(_evaluations[0].Evaluation);

            await AskAsync(older, first, "under-way");
            await using (
                var newer = await ClusterPart.StartAsync((AppContext.BaseDirectory, AppContext.BaseDirectory), () => Key, Settings())
            )
            {
                second = await UploadAsync(newer, DemoClassifier.All[^2]);
                foreach (var model in new[] { first, second })
                {
                    await AskAsync(older, model, $"older-{model}");
                    await AskAsync(newer, model, $"newer-{model}");
                }
                foreach (var (_, evaluation) in _evaluations)
                {
                    await older.Client.CompletedAsync(evaluation);
                    await newer.Client.CompletedAsync(evaluation);
                }
                await AskAsync(older, second, "left-behind");

                await older.StopAsync();

                await AskAsync(newer, second, "alone");
                await SameScoresAsync(newer);
                await newer.StopAsync();
            }
        }

        await using var again = await ClusterPart.StartAsync(earlier, () => Key, Settings());
        await AskAsync(again, first, "back-again");
        await SameScoresAsync(again);

        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
        foreach (var twice in Doubles)
        {
            await using var query = source.CreateCommand(twice);
            (await query.ExecuteScalarAsync()).ShouldBeNull(twice);
        }
        await using var shared = source.CreateCommand(Shared);
        (await shared.ExecuteScalarAsync()).ShouldNotBeNull("no evaluation had shards by workers of both builds");
    }

    /// <summary>Small shards, so that both builds have a part in every evaluation, and short leases.</summary>
    (string, string?)[] Settings() =>
        [
            ("ConnectionStrings:Bench", _database.ConnectionString),
            ("Bench:EmbeddedWorker", "false"),
            ("Bench:DataDirectory", _folder["data"]),
            ("Bench:DatasetsRoot", _folder["datasets"]),
            ("BENCH_OPERATOR_KEY", Key),
            ("Bench:Inference:ShardSize", "10"),
            ("Bench:Inference:MaxBatch", "4"),
            ("Bench:Inference:Doctor", "false"),
            ("Bench:LeaseDuration", "00:00:03"),
            ("Bench:SweepInterval", "00:00:00.5"),
        ];

    async Task<string> UploadAsync(ClusterPart part, DemoClassifier classifier)
    {
        var file = _folder.Write(classifier.File, DrawnDemo.Model(classifier));
        return await part.Client.UploadModelAsync(file, classifier.Manifest);
    }

    /// <summary>Over a dataset of its own, as a question is answered once.</summary>
    async Task AskAsync(ClusterPart part, string model, string dataset)
    {
        await part.Client.RegisterAsync(dataset, DemoDataset.Folder, "from-folders");
        _evaluations.Add((model, await part.Client.AskAsync(model, dataset)));
    }

    /// <summary>All have completed, and those of one model have the same scores and the same bytes of predictions.</summary>
    async Task SameScoresAsync(ClusterPart part)
    {
        foreach (var (_, evaluation) in _evaluations)
            (await part.Client.CompletedAsync(evaluation)).GetProperty("progress").GetProperty("done").GetInt32().ShouldBe(Pictures);
        await part.IsScoredAsync();
        foreach (var same in _evaluations.GroupBy(each => each.Model, each => each.Evaluation))
        {
            var expected = (await part.Client.CompletedAsync(same.First())).ScoreLines();
            var bytes = await part.Address.DownloadAsync($"evaluations/{same.First()}/predictions");
            expected.ShouldBeUnique();
            foreach (var evaluation in same)
            {
                (await part.Client.CompletedAsync(evaluation)).ScoreLines().ShouldBe(expected);
                (await part.Address.DownloadAsync($"evaluations/{evaluation}/predictions")).ShouldBe(bytes);
            }
        }
    }
}
