using Bench.Data;
using Bench.Tests.EndToEnd;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Child;
using Bench.Workers.Inference.SelfTest;
using Microsoft.Extensions.Configuration;

namespace Bench.Tests.Workers.Inference;

/// <summary>Where models run, chosen on a machine that need not have a GPU.</summary>
public sealed class ProviderSelectionTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cuda_is_told_its_device_a_repeatable_search_no_tf32_and_the_memory_limit()
    {
        var settings = ExecutionProviders.CudaSettings(new InferenceOptions { DeviceId = 3, DeviceMemoryBytes = 2L << 30 }.Open("m", 1));

        settings
            .OrderBy(setting => setting.Key, StringComparer.Ordinal)
            .ShouldBe([
                new("cudnn_conv_algo_search", "HEURISTIC"),
                new("device_id", "3"),
                new("gpu_mem_limit", "2147483648"),
                new("use_tf32", "0"),
            ]);
        ExecutionProviders.CudaSettings(new InferenceOptions().Open("m", 1)).ShouldNotContainKey("gpu_mem_limit");
    }

    [Fact]
    public void A_missing_driver_or_library_is_named_with_the_package_that_has_it()
    {
        var missing = GpuLibraries.Missing(library => library is not ("libcuda.so.1" or "libcudnn.so.9"));

        missing.ShouldBe([
            "libcuda.so.1 (the NVIDIA driver (580 or newer), which the container toolkit brings from the host)",
            "libcudnn.so.9 (libcudnn9-cuda-13)",
        ]);
        ExecutionProviders
            .Reason(new InvalidOperationException("a page of text"), missing)
            .ShouldStartWith("this machine lacks libcuda.so.1 (");
        ExecutionProviders
            .Reason(new InvalidOperationException("CUDA driver version is insufficient"), [])
            .ShouldBe("CUDA driver version is insufficient");
        GpuLibraries.Missing(_ => true).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_configured_is_the_whole_list_and_the_default_is_what_the_build_is_for()
    {
        var configured = new ConfigurationBuilder().AddInMemoryCollection([new("Providers:0", "cuda")]).Build().Get<InferenceOptions>()!;

        configured.ProviderList.ShouldBe(["cuda"]);
        new InferenceOptions().ProviderList.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_self_test_runs_the_built_in_model_and_agrees_with_the_cpu()
    {
        var result = await TestAsync(new InferenceOptions { Providers = ["cpu"] });

        result.Message.ShouldBeNull();
        result.Passed.ShouldBeTrue();
        result.Provider.ShouldBe("cpu");
        result.LargestDifference!.Value.ShouldBeInRange(0, 1e-5);
        Directory.EnumerateFileSystemEntries(_folder["cache/scratch"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_gpu_that_is_asked_for_alone_and_missing_fails_the_self_test_and_with_cpu_in_the_list_it_falls_back_with_a_warning()
    {
        Assert.SkipWhen(File.Exists("/dev/nvidia0"), "there is a GPU");

        var refused = await TestAsync(new InferenceOptions { Providers = ["cuda"] });
        var fallen = await TestAsync(new InferenceOptions { Providers = ["cuda", "cpu"] });

        refused.Passed.ShouldBeFalse();
        refused.Message!.ShouldContain("execution provider cuda");
        (fallen.Passed, fallen.Provider).ShouldBe((true, "cpu"));
        fallen.Warnings.ShouldHaveSingleItem().ShouldContain("execution provider cuda");
    }

    [Fact]
    public async Task The_doctor_tells_what_a_worker_has_and_ends_with_one_where_something_is_wrong()
    {
        Assert.SkipWhen(File.Exists("/dev/nvidia0"), "there is a GPU");
        Directory.CreateDirectory(_folder["datasets"]);

        var well = await WorkerCommand.RunAsync([("Bench:DataDirectory", _folder.Path)], "doctor", "--json");
        var unwell = await WorkerCommand.RunAsync(
            [("Bench:DataDirectory", _folder.Path), ("Bench:Inference:Providers:0", "cuda")],
            "doctor"
        );

        well.ExitCode.ShouldBe(0, well.Output + well.Errors);
        well.Json.GetProperty("selfTest").GetProperty("passed").GetBoolean().ShouldBeTrue();
        well.Json.GetProperty("folders")
            .EnumerateArray()
            .Select(folder => folder.GetProperty("what").GetString())
            .ShouldBe(["data", "cache", "blobs", "datasets"]);
        unwell.ExitCode.ShouldBe(1);
        unwell.Output.ShouldContain("WRONG provider");
        unwell.Output.ShouldContain("libcuda.so.1 (the NVIDIA driver");
    }

    [Fact]
    public async Task A_worker_that_cannot_run_models_ends_at_once_and_readiness_says_why()
    {
        Assert.SkipWhen(File.Exists("/dev/nvidia0"), "there is a GPU");
        await using var database = await EmptyDatabase.CreateAsync();
        (string, string?)[] settings =
        [
            ("ConnectionStrings:Bench", database.ConnectionString),
            ("Bench:DataDirectory", _folder.Path),
            ("Bench:Inference:SelfTest", "true"),
        ];
        await using var worker = ServerProcess.StartWorker([.. settings, ("Bench:Inference:Providers:0", "cuda")]);

        (await worker.ExitAsync()).ShouldBe(1);

        worker.Output.ShouldContain("This worker cannot run models and ends");
        await using var app = await BenchApp.StartAsync(
            Database.Sqlite,
            ("ConnectionStrings:Bench", database.ConnectionString),
            ("Bench:Blobs", _folder["blobs"]),
            ("Bench:EmbeddedWorker", "false")
        );
        using var client = app.Reader();
        var ready = await client.GetStringAsync("/health/ready");
        ready.ShouldContain("there is no worker");
        ready.ShouldContain("execution provider cuda");
    }

    [Fact]
    public async Task A_worker_that_passed_is_in_readiness_and_in_the_metrics()
    {
        await using var app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:Inference:SelfTest", "true"));
        using var client = app.Reader();
        using var patience = new CancellationTokenSource(Patience.Deadline);
        var ready = await UntilAsync("/health/ready", "\"workers\":1");

        ready.ShouldContain("workers are there");
        ready.ShouldContain("\"providers\":[\"cpu\"]");
        // Gauges belong to the process: a service of another test that lives at the same time sets them too, now and then.
        await UntilAsync("/metrics", "bench_workers{provider=\"cpu\",self_test=\"passed\"} 1");

        async Task<string> UntilAsync(string address, string words)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (true)
            {
                var answer = await client.GetStringAsync(address, patience.Token);
                if (answer.Contains(words, StringComparison.Ordinal))
                    return answer;
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
    }

    Task<SelfTestResult> TestAsync(InferenceOptions options) =>
        new WorkerSelfTest(new ModelCage(options), options, new BenchOptions { DataDirectory = _folder.Path }).RunAsync(
            TestContext.Current.CancellationToken
        );
}
