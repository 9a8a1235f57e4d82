using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bench.Tests.Api;
using Bench.Tests.Workers.Inference;
using Bench.Workers.Inference.Cage;

namespace Bench.Tests.EndToEnd;

/// <summary>Hostile models as their owners would bring them: uploaded over HTTP and evaluated. What reading can refuse is refused at the
/// door; all else fails with its own code inside its deadline, and the next evaluation completes.</summary>
public sealed class HostileEvaluationTests(HostileEvaluationTests.Limited limited, HostileEvaluationTests.Patient patient)
    : IClassFixture<HostileEvaluationTests.Limited>,
        IClassFixture<HostileEvaluationTests.Patient>
{
    /// <summary>One whose models may take long for an answer: a busy machine needs a while to fill 1 GiB.</summary>
    public sealed class Patient() : Service("00:01:00");

    /// <summary>One whose models may take six seconds for an answer.</summary>
    public sealed class Limited() : Service("00:00:06");

    /// <summary>A service whose models may take 1 GiB.</summary>
    public abstract class Service(string patience) : IAsyncLifetime
    {
        public BenchApp App { get; private set; } = null!;

        public HttpClient Client { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await BenchApp.StartAsync(
                Database.Sqlite,
                ("Bench:Inference:AnswerTimeout", patience),
                ("Bench:Inference:MemoryBytes", $"{1L << 30}"),
                ("Bench:Inference:MaxBatch", "4")
            );
            Client = App.WithKey();
            // Pictures of one colour each: two classes, four pictures.
            await TinyDataset.ImportAsync(App, Client, "flat");
        }

        public async ValueTask DisposeAsync()
        {
            GC.SuppressFinalize(this);
            Client.Dispose();
            await App.DisposeAsync();
        }
    }

    public static TheoryData<string, byte[], string, string> RunTime =>
        new()
        {
            { "infinite loop", HostileModels.InfiniteLoop(2), "timed-out", "invalid" },
            { "allocating loop", HostileModels.AllocatingLoop(2), "out-of-memory", "invalid" },
            { "infinite loop that an inspection does not meet", HostileModels.SleepingLoop(2), "timed-out", "ready" },
            { "allocating loop that an inspection does not meet", HostileModels.SleepingAllocation(2), "out-of-memory", "ready" },
            { "output of 10⁹ elements", HostileModels.HugeOutputFromPixels(), "out-of-memory", "invalid" },
        };

    [Theory]
    [MemberData(nameof(RunTime))]
    public async Task What_only_the_cage_can_stop_fails_with_its_code_and_the_next_evaluation_completes(
        string name,
        byte[] model,
        string code,
        string inspected
    )
    {
        var clock = Stopwatch.StartNew();
        var client = code == "timed-out" ? limited.Client : patient.Client;
        var evaluation = await EvaluateAsync(client, name, model);

        evaluation.GetProperty("state").GetString().ShouldBe("failed", name);
        evaluation.GetProperty("error").GetProperty("code").GetString().ShouldBe(code, evaluation.ToString());
        using var response = await client.GetAsync($"/api/v1/models/{evaluation.GetProperty("modelId").GetString()}");
        (await response.JsonAsync(HttpStatusCode.OK)).GetProperty("state").GetString().ShouldBe(inspected, name);
        evaluation.GetProperty("error").GetProperty("nextStep").GetString().ShouldEndWith(".");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
        await TheNextOneCompletesAsync(client, name);
    }

    [Theory]
    [InlineData(nameof(HostileModels.NestedFunctions))]
    [InlineData(nameof(HostileModels.ExplodingFunctions))]
    [InlineData(nameof(HostileModels.HugeInitializer))]
    public async Task What_reading_can_tell_is_refused_at_the_door_and_leaves_no_file(string model)
    {
        var before = limited.App.Files();

        using var response = await UploadAsync(
            limited.Client,
            model,
            model switch
            {
                nameof(HostileModels.NestedFunctions) => HostileModels.NestedFunctions(),
                nameof(HostileModels.ExplodingFunctions) => HostileModels.ExplodingFunctions(),
                _ => HostileModels.HugeInitializer(),
            }
        );

        await response.ShouldBeProblemAsync(422, "model-limits");
        limited.App.Files().ShouldBe(before);
    }

    [Fact]
    public async Task A_crash_in_native_code_fails_with_its_code_and_the_next_evaluation_completes()
    {
        Assert.SkipUnless(
            new ModelCage(new InferenceOptions()).Level == CageLevel.Bubblewrap,
            "without bubblewrap a child's command line does not tell whose it is"
        );
        // It hangs over pictures, which leaves the time to end its process from outside.
        var address = await StartAsync(limited.Client, "crash", HostileModels.SleepingLoop(2, spread: 0.05f));
        var crashed = await limited.Client.UntilAsync(
            address,
            evaluation =>
            {
                if (evaluation.GetProperty("state").GetString() == "running")
                    Hit();
                return IsEnded(evaluation);
            }
        );

        crashed.GetProperty("state").GetString().ShouldBe("failed");
        crashed.GetProperty("error").GetProperty("code").GetString().ShouldBe("model-crashed", crashed.ToString());
        await TheNextOneCompletesAsync(limited.Client, "crash");
    }

    /// <summary>Kills the process that runs a model of this service, if there is one: the command line of its cage names the service's
    /// folder.</summary>
    void Hit()
    {
        var cage = Processes
            .Whose(line => IsCage(line) && line.Contains(limited.App.DataDirectory, StringComparison.Ordinal))
            .FirstOrDefault();
        // The cage itself, still building its walls, is not to be hit.
        if (cage == 0 || Processes.Innermost(cage) is var child && IsCage(Processes.CommandLine(child)))
            return;
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -KILL {child}"]);
        kill.WaitForExit();

        static bool IsCage(string commandLine) => commandLine.StartsWith("bwrap ", StringComparison.Ordinal);
    }

    static async Task TheNextOneCompletesAsync(HttpClient client, string after)
    {
        var next = await EvaluateAsync(client, $"after {after}", TinyModel.Create(2, seed: 2000 + after.Length));
        next.GetProperty("state").GetString().ShouldBe("completed", next.ToString());
        ApiClient.Score(next, "original", "top1").GetProperty("n").GetInt32().ShouldBe(4);
    }

    static async Task<JsonElement> EvaluateAsync(HttpClient client, string name, byte[] model) =>
        await client.UntilAsync(await StartAsync(client, name, model), IsEnded);

    static bool IsEnded(JsonElement evaluation) => evaluation.GetProperty("state").GetString() is "completed" or "failed";

    static async Task<string> StartAsync(HttpClient client, string name, byte[] bytes)
    {
        using var uploaded = await UploadAsync(client, name, bytes);
        var model = (await uploaded.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        using var started = await client.PostAsJsonAsync("/api/v1/evaluations", new { modelId = model, datasets = new[] { "flat" } });
        var evaluations = (await started.JsonAsync(HttpStatusCode.Accepted)).GetProperty("items");
        return $"/api/v1/evaluations/{evaluations[0].GetProperty("id").GetString()}";
    }

    static Task<HttpResponseMessage> UploadAsync(HttpClient client, string name, byte[] bytes) =>
        client.PostAsync(
            "/api/v1/models",
            ApiClient.Form($$$"""{"name": "{{{name}}}", "preprocessing": {"input_size": [3, 8, 8]}}""", bytes)
        );
}
