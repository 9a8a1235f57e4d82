using System.Diagnostics;
using System.Globalization;
using Bench.Data;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Imaging.Tensors;
using Bench.Service.Models;
using Bench.Workers.Evaluations.Run;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Child;
using Bench.Workers.Inference.Plans;
using Bench.Workers.Inference.Protocol;
using Bench.Workers.Models;
using Microsoft.Extensions.Configuration;

namespace Bench.Benchmarks.Engine;

/// <summary>The plan that Bench finds for a model, compared with the full grid of ONNX Runtime alone: sessions × threads × batch, on
/// tensors that were filled with photographs before, in this process. Run by benchmarks/engine.sh.</summary>
/// <remarks>Noise will not do: where an operator's loop has branches, as MaxPool's may, it takes another time.</remarks>
internal static class PlanGridCommand
{
    const int Rounds = 3,
        Finalists = 3;

    /// <summary>Photographs of the tensors, as many for each session.</summary>
    const int Pictures = 32;

    /// <summary>A point whose single run takes longer is left out: no larger batch is faster by then.</summary>
    const double LongestRun = 2;

    /// <param name="seconds">Length of one window of a grid point; a point of the last rounds has three.</param>
    public static async Task RunAsync(string model, string pictures, double seconds)
    {
        var work = Directory.CreateTempSubdirectory("bench-grid-").FullName;
        try
        {
            await RunAsync(model, new WholeEvaluations(pictures, work), work, seconds);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    static async Task RunAsync(string model, WholeEvaluations whole, string work, double seconds)
    {
        var (options, bench) = (Options(), new BenchOptions { DataDirectory = work });
        var cage = new ModelCage(options);
        await using var children = new ModelChildren(cage, bench, options, TimeProvider.System);
        var planner = new EnginePlanner(children, new PlanStore(bench), options, TimeProvider.System);
        var file = whole.Model(model);
        var inspection = await new ModelInspector(cage, children, planner, options).InspectAsync(file, Preprocessing.Default, default);
        var runner = new ShardRunner(
            children,
            new CropCache(new CropCacheOptions { Directory = Path.Combine(work, "crops") }, TimeProvider.System),
            options
        );
        var manifest = whole.Manifest((int)Math.Clamp(inspection.Speed.ImagesPerSecond * 10 * seconds, 64, 20_000));
        await whole.RunAsync(runner, file, inspection, manifest);

        var crops = whole.Crops(Pictures);
        using var sessions = new OpenSessions(options.Open(file.Path, options.ThreadCount));
        var slow = new HashSet<int>();
        var grid = new List<(EnginePlan Point, double Rate)>();
        foreach (var point in Grid(inspection, options))
        {
            if (slow.Contains(point.Sessions))
                continue;
            var rate = Rate(sessions, inspection, point, seconds, crops);
            grid.Add((point, rate));
            if (point.Batch * point.Sessions / rate > LongestRun / 2)
                slow.Add(point.Sessions);
        }
        // A shared machine is now faster and now slower: the evaluation is held against the best points just before it.
        var best = grid.OrderByDescending(each => each.Rate).Take(Finalists).Select(each => each.Point).ToArray();
        var rounds = new List<(EnginePlan Point, double Alone, double Whole)>();
        while (rounds.Count < Rounds)
        {
            var (point, alone) = best.Select(each => (each, Rate(sessions, inspection, each, 3 * seconds, crops)))
                .MaxBy(each => each.Item2);
            rounds.Add((point, alone, await whole.RunAsync(runner, file, inspection, manifest)));
        }
        var middle = rounds.OrderBy(round => round.Whole / round.Alone).ElementAt(Rounds / 2);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {Path.GetFileNameWithoutExtension(model)} | {Words(inspection.Plan!)} | {middle.Whole:F0} images/s | "
                    + $"{Words(middle.Point)}: {middle.Alone:F0} images/s | {middle.Whole / middle.Alone:F2} × | ≥ 0.95 × |"
            )
        );
        foreach (var (point, rate) in grid)
            await Console.Error.WriteLineAsync(FormattableString.Invariant($"  {Words(point)}: {rate:F1} images/s"));
    }

    /// <summary>A worker's settings, as its environment has them; without any, those of a CPU.</summary>
    static InferenceOptions Options()
    {
        var configured =
            new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection(InferenceOptions.Section).Get<InferenceOptions>()
            ?? new InferenceOptions();
        return configured.Providers is null ? configured with { Providers = ["cpu"] } : configured;
    }

    static IReadOnlyList<EnginePlan> Grid(ModelInspection inspection, InferenceOptions options) =>
        new PlanField(inspection.Provider, options.ThreadCount, inspection.Input.FixedBatch, options.MaxBatch).Settings;

    static string Words(EnginePlan plan) =>
        $"{plan.Sessions} × {plan.Threads}, batch {plan.Batch}{(plan.BytesIn ? ", bytes in" : "")}{(plan.Pinned ? ", pinned" : "")}";

    /// <summary>Images a second of so many threads that each run a filled tensor again and again.</summary>
    static double Rate(OpenSessions sessions, ModelInspection inspection, EnginePlan point, double seconds, byte[][] crops)
    {
        var (input, output) = (inspection.Input, inspection.Outputs[0]);
        var contract = Preprocessing.Default;
        var use = new UseImages("", PreprocessingJson.Write(contract), input.Name, input.Layout, output.Name, output.Width, point);
        var used = sessions.For(use, contract);
        var runs = 0;
        using var ready = new Barrier(point.Sessions + 1);
        var threads = used
            .Runs.Select(session =>
            {
                var thread = new Thread(() =>
                {
                    var filled = Enumerable
                        .Range(0, Math.Max(1, Pictures / point.Batch))
                        .Select(i => Filled(session, i * point.Batch))
                        .ToArray();
                    session.Run(used.Input, filled[0].Value, [output.Name]).Dispose();
                    ready.SignalAndWait();
                    var clock = Stopwatch.StartNew();
                    for (var i = 0; clock.Elapsed.TotalSeconds < seconds; i++)
                    {
                        session.Run(used.Input, filled[i % filled.Length].Value, [output.Name]).Dispose();
                        Interlocked.Increment(ref runs);
                    }
                    foreach (var batch in filled)
                        batch.Dispose();
                });
                thread.Start();
                return thread;
            })
            .ToArray();
        ready.SignalAndWait();
        var all = Stopwatch.StartNew();
        foreach (var thread in threads)
            thread.Join();
        return runs * (double)point.Batch / all.Elapsed.TotalSeconds;

        InputBatch Filled(ModelSession session, int first)
        {
            var batch = session.CreateBatch(used.Input, used.Layout, point.Batch, contract.Height, contract.Width);
            var fill = new TensorFill(contract, used.Layout);
            for (var i = 0; i < point.Batch; i++)
                batch.Fill(i, crops[(first + i) % crops.Length], fill, point.BytesIn);
            return batch;
        }
    }
}
