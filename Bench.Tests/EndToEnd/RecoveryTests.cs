using System.Text;
using Bench.Api.Demo;
using Bench.Api.Demo.Classifiers;
using Bench.Api.Demo.Pictures;

namespace Bench.Tests.EndToEnd;

/// <summary>Processes that are killed in the middle of the work, as a power cut would.</summary>
public sealed class RecoveryTests : IDisposable
{
    const string Key = "bench_the-operator-key-of-these-tests";
    const int Pictures = 60;

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Long]
    public async Task Killed_over_sqlite_the_service_completes_the_evaluation_after_its_restart_once_and_with_the_same_scores()
    {
        DrawnDemo.CopyTo(_folder["datasets"], Pictures);
        string evaluation;
        {
            var (first, address) = await ServerProcess.StartApiAsync(Settings());
            await using (first)
            {
                using var client = BenchClient.For(address, Key);
                evaluation = await StartEvaluationAsync(client);
                await IsHalfwayAsync(client, evaluation);
                await first.KillAsync();
            }
        }

        var (second, again) = await ServerProcess.StartApiAsync(Settings());
        await using (second)
        {
            using var client = BenchClient.For(again, Key);
            await CompletedOnceAsync(client, evaluation);
        }
    }

    [Fact, Long]
    public async Task Killed_in_the_middle_of_a_slice_an_attack_ends_with_the_bytes_of_one_that_was_left_alone()
    {
        DrawnDemo.CopyTo(_folder["datasets"], Pictures);
        string model,
            attack;
        {
            var (first, address) = await ServerProcess.StartApiAsync(Settings(("Bench:Inference:AttackSlice", "4")));
            await using (first)
            {
                using var client = BenchClient.For(address, Key);
                await client.RegisterAsync("whole", DemoDataset.Folder, "from-folders");
                model = await UploadAsync(client);
                await client.UntilAsync($"models/{model}", answer => answer.GetProperty("state").GetString() == "ready");
                attack = await AttackAsync(client, model, "whole");
                await client.UntilAsync(
                    $"attacks/{attack}",
                    answer =>
                    {
                        answer.GetProperty("state").GetString().ShouldNotBe("completed", "it was over before it could be killed");
                        return answer.GetProperty("done").GetInt32() > 0;
                    }
                );
                await first.KillAsync();
            }
        }

        var (second, again) = await ServerProcess.StartApiAsync(Settings(("Bench:Inference:AttackSlice", "4")));
        await using (second)
        {
            using var client = BenchClient.For(again, Key);
            await client.RegisterAsync("again", DemoDataset.Folder, "from-folders");
            var killed = await ImagesAsync(client, again, attack);
            killed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(9);
            killed.ShouldBe(await ImagesAsync(client, again, await AttackAsync(client, model, "again")));
        }
    }

    /// <summary>So small a move misleads nobody: every image takes all queries.</summary>
    static async Task<string> AttackAsync(BenchClient client, string model, string dataset)
    {
        var made = await client.PostAsync(
            "attacks",
            new
            {
                modelId = model,
                dataset,
                attack = "square",
                queries = 200,
                images = 8,
                epsilons = new[] { 1e-6 },
            },
            idempotencyKey: null,
            default
        );
        return made.GetProperty("id").GetString()!;
    }

    static async Task<string> ImagesAsync(BenchClient client, Uri service, string attack)
    {
        await client.UntilAsync($"attacks/{attack}", answer => answer.GetProperty("state").GetString() == "completed");
        return Encoding.UTF8.GetString(await service.DownloadAsync($"attacks/{attack}/images.csv"));
    }

    [Fact]
    public async Task A_worker_killed_over_postgres_is_replaced_and_the_evaluation_completes_once_with_the_same_scores()
    {
        var cluster = (await TestContext.Current.GetFixture<PostgresCluster>())!;
        var database = await cluster.CreateDatabaseAsync();
        DrawnDemo.CopyTo(_folder["datasets"], Pictures);
        try
        {
            var (api, address) = await ServerProcess.StartApiAsync(
                Settings(("ConnectionStrings:Bench", database), ("Bench:EmbeddedWorker", "false"))
            );
            await using (api)
            {
                using var client = BenchClient.For(address, Key);
                string evaluation;
                await using (var worker = ServerProcess.StartWorker(Settings(("ConnectionStrings:Bench", database))))
                {
                    evaluation = await StartEvaluationAsync(client);
                    await IsHalfwayAsync(client, evaluation);
                    await worker.KillAsync();
                }
                await using (ServerProcess.StartWorker(Settings(("ConnectionStrings:Bench", database))))
                    await CompletedOnceAsync(client, evaluation);
            }
        }
        finally
        {
            await cluster.DropDatabaseAsync(database);
        }
    }

    /// <remarks>BENCH_TEST_KILL_SECONDS makes it longer (60 is a good soak), BENCH_TEST_SEED repeats one; the seed is in the
    /// output.</remarks>
    [Fact, Long]
    public async Task Three_workers_killed_at_random_complete_every_evaluation_with_the_same_bytes()
    {
        var seconds = int.Parse(
            Environment.GetEnvironmentVariable("BENCH_TEST_KILL_SECONDS") ?? "12",
            System.Globalization.CultureInfo.InvariantCulture
        );
        var seed = int.Parse(
            Environment.GetEnvironmentVariable("BENCH_TEST_SEED") ?? $"{Environment.TickCount & 0xFFFF}",
            System.Globalization.CultureInfo.InvariantCulture
        );
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}, {seconds} seconds");
        var cluster = (await TestContext.Current.GetFixture<PostgresCluster>())!;
        var database = await cluster.CreateDatabaseAsync();
        DrawnDemo.CopyTo(_folder["datasets"], Pictures);
        try
        {
            var (api, address) = await ServerProcess.StartApiAsync(
                Settings(("ConnectionStrings:Bench", database), ("Bench:EmbeddedWorker", "false"))
            );
            await using var service = api;
            using var client = BenchClient.For(address, Key);
            var started = 0;
            await using var workers = new MortalWorkers(
                3,
                seed,
                () =>
                    ServerProcess.StartWorker(
                        Settings(
                            ("ConnectionStrings:Bench", database),
                            ("Bench:Inference:ShardSize", "20"),
                            // One and the other in turn, as in a cluster that changes from jobs to claims.
                            ("Bench:WorkBy", started++ % 2 == 0 ? "Claims" : "Jobs")
                        )
                    )
            );
            await client.RegisterAsync("set0", DemoDataset.Folder, "from-folders");
            var model = await UploadAsync(client);
            var evaluations = new List<string> { await client.AskAsync(model, "set0") };
            for (var i = 1; i < seconds / 4; i++)
            {
                await client.RegisterAsync($"set{i}", DemoDataset.Folder, "from-folders");
                evaluations.Add(await client.AskAsync(model, $"set{i}"));
                await workers.KillOneAsync();
            }
            var kills = await workers.KillAtRandomAsync(TimeSpan.FromSeconds(seconds));
            TestContext.Current.TestOutputHelper!.WriteLine($"{kills} kills over {evaluations.Count} evaluations");

            var ended = new List<System.Text.Json.JsonElement>();
            foreach (var evaluation in evaluations)
                ended.Add(await client.CompletedAsync(evaluation));
            // Nobody is killed any more.
            await client.RegisterAsync("calm", DemoDataset.Folder, "from-folders");
            var calm = await client.AskAsync(model, "calm");
            var undisturbed = await client.CompletedAsync(calm);

            foreach (var evaluation in ended)
                evaluation.ScoreLines().ShouldBe(undisturbed.ScoreLines());
            var bytes = await address.DownloadAsync($"evaluations/{calm}/predictions");
            foreach (var evaluation in evaluations)
                (await address.DownloadAsync($"evaluations/{evaluation}/predictions")).ShouldBe(bytes);
        }
        finally
        {
            await cluster.DropDatabaseAsync(database);
        }
    }

    [Fact]
    public async Task A_worker_on_sqlite_refuses_to_start_and_says_why()
    {
        await using var worker = ServerProcess.StartWorker(Settings());

        (await worker.ExitAsync()).ShouldNotBe(0);
        worker.Output.ShouldContain("needs Postgres");
        worker.Output.ShouldContain("ConnectionStrings__Bench");
    }

    /// <summary>Small shards, so that there is a middle to be killed in, and short leases.</summary>
    (string, string?)[] Settings(params (string, string?)[] more) =>
        [
            ("Bench:DataDirectory", _folder["data"]),
            ("Bench:DatasetsRoot", _folder["datasets"]),
            ("BENCH_OPERATOR_KEY", Key),
            ("Bench:Inference:ShardSize", "10"),
            ("Bench:Inference:MaxBatch", "4"),
            ("Bench:Inference:Doctor", "false"),
            ("Bench:LeaseDuration", "00:00:03"),
            ("Bench:SweepInterval", "00:00:00.5"),
            .. more,
        ];

    async Task<string> StartEvaluationAsync(BenchClient client)
    {
        await client.RegisterAsync("whole", DemoDataset.Folder, "from-folders");
        return await client.AskAsync(await UploadAsync(client), "whole");
    }

    Task<string> UploadAsync(BenchClient client)
    {
        var classifier = DemoClassifier.All[^1];
        var file = _folder[classifier.File];
        if (!File.Exists(file))
            File.WriteAllBytes(file, DrawnDemo.Model(classifier));
        return client.UploadModelAsync(file, classifier.Manifest);
    }

    static async Task IsHalfwayAsync(BenchClient client, string evaluation) =>
        await client.UntilAsync(
            $"evaluations/{evaluation}",
            answer =>
            {
                answer.GetProperty("state").GetString().ShouldNotBe("completed", "it was over before it could be killed");
                return answer.GetProperty("progress").GetProperty("done").GetInt32() is > 0 and < Pictures;
            }
        );

    async Task CompletedOnceAsync(BenchClient client, string evaluation)
    {
        var recovered = await client.CompletedAsync(evaluation);
        recovered.GetProperty("progress").GetProperty("done").GetInt32().ShouldBe(Pictures);

        await client.RegisterAsync("again", DemoDataset.Folder, "from-folders");
        var undisturbed = await client.CompletedAsync(await client.AskAsync(await UploadAsync(client), "again"));
        recovered.ScoreLines().ShouldBe(undisturbed.ScoreLines());
        recovered.ScoreLines().ShouldBeUnique();
    }
}
