using System.Diagnostics;
using System.Globalization;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Service.Datasets.Manifests;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Plans;
using Bench.Workers.Models;

namespace Bench.Benchmarks.Engine;

/// <summary>Whole evaluations in the cage next to the session alone: images a second, bytes an image, memory. Run by
/// benchmarks/engine.sh.</summary>
internal sealed class EngineCommand(string model, string pictures, string work)
{
    readonly WholeEvaluations _whole = new(pictures, work);

    const int Few = 200,
        Rounds = 3;

    readonly InferenceOptions _options = new() { Providers = ["cpu"] };

    public static async Task RunAsync(string model, string pictures, int images, int large)
    {
        var work = Directory.CreateTempSubdirectory("bench-engine-").FullName;
        try
        {
            await new EngineCommand(model, pictures, work).RunAsync(images, large);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>What comparing bytes with their hashes costs. Run by benchmarks/verification.sh.</summary>
    public static async Task VerificationAsync(string model, string pictures, int images, int rounds)
    {
        var work = Directory.CreateTempSubdirectory("bench-verification-").FullName;
        try
        {
            await new EngineCommand(model, pictures, work).VerificationAsync(images, rounds);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Evaluations of pictures that have hashes, each next to one of the same pictures without: cold ones decode, warm ones find
    /// crops. A shared machine is now faster and now slower, so the median of the rounds' ratios counts.</summary>
    async Task VerificationAsync(int images, int rounds)
    {
        var cage = new ModelCage(_options);
        var file = _whole.Model(model);
        var bench = new BenchOptions { DataDirectory = work };
        await using var children = new ModelChildren(cage, bench, _options, TimeProvider.System);
        var planner = new EnginePlanner(children, new PlanStore(bench), _options, TimeProvider.System);
        var inspection = await new ModelInspector(cage, children, planner, _options).InspectAsync(
            file,
            Preprocessing.Default,
            CancellationToken.None
        );
        DatasetManifest[] manifests = [_whole.Manifest(images), _whole.Manifest(images, hashed: true)];
        var (cold, warm) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var speeds = new double[2, 2];
            // Whoever goes second finds the files in memory, so they take turns.
            foreach (var checks in round % 2 == 0 ? (int[])[0, 1] : [1, 0])
            {
                var crops = new CropCacheOptions { Directory = Path.Combine(work, $"crops-{round}-{checks}") };
                var runner = new ShardRunner(children, new CropCache(crops, TimeProvider.System), _options);
                for (var run = 0; run < 2; run++)
                    speeds[checks, run] = await _whole.RunAsync(runner, file, inspection, manifests[checks]);
            }
            cold.Add(speeds[1, 0] / speeds[0, 0]);
            warm.Add(speeds[1, 1] / speeds[0, 1]);
        }
        PrintRatio("cold_with_to_without", cold);
        PrintRatio("warm_with_to_without", warm);

        var clock = Stopwatch.StartNew();
        await VerifiedFiles.Sha256Async(file.Path, CancellationToken.None);
        Print("model_milliseconds", clock.Elapsed.TotalMilliseconds);
        Print("model_megabytes", new FileInfo(file.Path).Length / 1e6);
        var verified = new VerifiedFiles(TimeProvider.System);
        var hash = await VerifiedFiles.Sha256Async(file.Path, CancellationToken.None);
        await verified.HasAsync(file.Path, hash, CancellationToken.None);
        clock.Restart();
        await verified.HasAsync(file.Path, hash, CancellationToken.None);
        Print("model_again_milliseconds", clock.Elapsed.TotalMilliseconds);

        static void PrintRatio(string name, List<double> ratios) =>
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} {ratios.Order().ElementAt(ratios.Count / 2):F3} {ratios.Min():F3} {ratios.Max():F3}"
                )
            );
    }

    async Task RunAsync(int images, int large)
    {
        var cage = new ModelCage(_options);
        var bench = new BenchOptions { DataDirectory = work };
        await using var children = new ModelChildren(cage, bench, _options, TimeProvider.System);
        var planner = new EnginePlanner(children, new PlanStore(bench), _options, TimeProvider.System);
        var file = _whole.Model(model);
        var inspection = await new ModelInspector(cage, children, planner, _options).InspectAsync(
            file,
            Preprocessing.Default,
            CancellationToken.None
        );
        Console.WriteLine($"batch {inspection.Batch}");
        Console.WriteLine($"sandbox {inspection.Cage}");
        var (_, own) = await SessionAlone.MeasureAsync(children, _options, file, inspection);

        var manifests = new Dictionary<int, DatasetManifest>();
        ShardRunner Runner(string crops) =>
            new(children, new CropCache(new CropCacheOptions { Directory = Path.Combine(work, crops) }, TimeProvider.System), _options);
        Task<double> EvaluateAsync(ShardRunner runner, int count)
        {
            if (!manifests.TryGetValue(count, out var manifest))
                manifests[count] = manifest = _whole.Manifest(count);
            return _whole.RunAsync(runner, file, inspection, manifest);
        }
        // A shared machine is now faster and now slower: each evaluation is held against the session just before it.
        async Task PrintMedianAsync(string sessionName, string evaluationName, Func<int, ShardRunner> runner)
        {
            var rounds = new List<(double Session, double Evaluation)>();
            while (rounds.Count < Rounds)
                rounds.Add(
                    (
                        (await SessionAlone.MeasureAsync(children, _options, file, inspection)).ImagesPerSecond,
                        await EvaluateAsync(runner(rounds.Count), images)
                    )
                );
            var (session, evaluation) = rounds.OrderBy(round => round.Evaluation / round.Session).ElementAt(Rounds / 2);
            Print(sessionName, session);
            Print(evaluationName, evaluation);
        }
        await PrintMedianAsync("session_beside_cold", "evaluation_cold", round => Runner($"cold-{round}"));
        // The first round has filled these.
        var runner = Runner("cold-0");
        await PrintMedianAsync("session_alone", "evaluation_warm", _ => runner);

        // The slope between two sizes is what an image costs; what a run costs once is in both.
        await EvaluateAsync(runner, images / 2);
        var half = await AllocatedAsync(() => EvaluateAsync(runner, images / 2));
        var whole = await AllocatedAsync(() => EvaluateAsync(runner, images));
        Print("allocated_bytes", (whole - half) / (double)(images - images / 2));
        Print("memory_small_megabytes", await MemoryAsync(() => EvaluateAsync(runner, Few), own));
        Print("memory_large_megabytes", await MemoryAsync(() => EvaluateAsync(runner, large), own));
    }

    static async Task<long> AllocatedAsync(Func<Task> run)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await run();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    static async Task<double> MemoryAsync(Func<Task> run, long own)
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await using var watch = new TreeMemory();
        await run();
        return (watch.PeakTotal - own) / 1e6;
    }

    static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:F1}"));
}
