using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Bench.Data.Predictions;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.Scoring;
using Bench.Service.Evaluations;

namespace Bench.Benchmarks.Metrics;

/// <summary>Every metric under six label sets, from a predictions file; run by benchmarks/scoring.sh next to the peer, which reads the
/// same files.</summary>
internal static class ScoringCommand
{
    static readonly ScoringOptions Published = new();

    /// <summary><c>scoring-files FOLDER IMAGES CLASSES</c>: the predictions file, and the label sets as plain arrays for the
    /// peer.</summary>
    public static void WriteFiles(string folder, int images, int classes)
    {
        Directory.CreateDirectory(folder);
        StoredPredictions.Write(MadeModel.Predict(images, classes), Path.Combine(folder, "predictions.npz"), "made-up", "made-up");
        var split = MadeModel.CalibrationSplit(images);
        WriteArray("split.u1", Enumerable.Range(0, images).Select(image => split[image] ? (byte)1 : (byte)0).ToArray());
        foreach (var (key, labels) in MadeLabels.All(images, classes))
        {
            WriteArray($"{key}.offsets.i4", labels.Offsets.ToArray());
            WriteArray($"{key}.classes.u2", labels.Classes.ToArray());
            WriteArray($"{key}.excluded.u1", labels.Exclusions.ToArray());
            WriteArray($"{key}.original.u2", labels.OriginalClass.ToArray());
            WriteArray($"{key}.unclear-offsets.i4", labels.UnclearOffsets.ToArray());
            WriteArray($"{key}.unclear-classes.u2", labels.UnclearClasses.ToArray());
        }

        void WriteArray<T>(string name, T[] values)
            where T : unmanaged => File.WriteAllBytes(Path.Combine(folder, name), MemoryMarshal.AsBytes<T>(values));
    }

    /// <summary><c>scoring FOLDER</c>: in a fresh process, the file's reading and the compiler's warming included.</summary>
    public static void Run(string folder)
    {
        var clock = Stopwatch.StartNew();
        var predictions = PredictionFile.Read(Path.Combine(folder, "predictions.npz")).ToPredictions();
        var reading = clock.Elapsed.TotalSeconds;
        // The label sets are part of the question, not of the answer.
        clock.Stop();
        var labels = MadeLabels.All(predictions.Count, predictions.Classes).Select(view => view.Labels).ToList();
        var options = Published with { CalibrationSplit = MadeModel.CalibrationSplit(predictions.Count) };
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        clock.Start();
        var cards = Scorer.ScoreAll(predictions, labels, options);
        Print("seconds", clock.Elapsed.TotalSeconds);
        Print("reading_seconds", reading);
        Print("processor_seconds", (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        Print("peak_megabytes", PeakBytes() / 1e6);
        Print("scores", cards.Sum(card => card.Scores.Count));
        Print("metrics", cards.SelectMany(card => card.Scores).Select(score => score.Metric).Distinct().Count());
        foreach (var score in cards[0].Scores.Concat(cards[1].Scores.Select(score => score with { Metric = $"real:{score.Metric}" })))
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"value {score.Metric} {score.Value:R} {score.CiLow:R} {score.CiHigh:R}")
            );
    }

    /// <summary><c>intervals IMAGES</c>: what 1,000 resamples of every proportion and mean add, under one label set and under
    /// six.</summary>
    public static void Intervals(int images)
    {
        var predictions = MadeModel.Predict(images, 1_000);
        var views = MadeLabels.All(images, 1_000).Select(view => view.Labels).ToList();
        var options = Published with { CalibrationSplit = MadeModel.CalibrationSplit(images), Metrics = ProportionsAndMeans };
        foreach (var some in new[] { views[..1], views })
        {
            Scorer.ScoreAll(predictions, some, options);
            var with = Best(() => Scorer.ScoreAll(predictions, some, options));
            var without = Best(() => Scorer.ScoreAll(predictions, some, options with { Resamples = 1 }));
            Print($"intervals_{some.Count}_views", with - without);
            Print($"values_and_intervals_{some.Count}_views", with);
        }
    }

    static readonly string[] ProportionsAndMeans =
    [
        "top1",
        "top2",
        "top3",
        "top5",
        "top10",
        "macro-top1",
        "macro-precision",
        "macro-f1",
        "multilabel-accuracy",
        "multilabel-accuracy-micro",
        "multilabel-subset",
        "jaccard",
        "set-precision",
        "set-recall",
        "set-f1",
        "mean-average-precision",
        "nll",
        "brier",
        "brier-top-label",
    ];

    /// <summary>Rank intervals of a whole board of bit sets.</summary>
    public static void Ranks(int models, int images)
    {
        var board = RankIntervalBenchmark.Board(models, images, masks: 1);
        Print("seconds", Best(() => RankIntervals.Compute(board)));
    }

    /// <summary>The best of a few rounds, so that a neighbour's burst is not taken for our speed.</summary>
    internal static double Best(Action work, int rounds = 3) =>
        Enumerable
            .Range(0, rounds)
            .Min(_ =>
            {
                var clock = Stopwatch.StartNew();
                work();
                return clock.Elapsed.TotalSeconds;
            });

    static double PeakBytes() =>
        1024
        * double.Parse(
            File.ReadLines("/proc/self/status")
                .First(line => line.StartsWith("VmHWM", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        );

    static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:F3}"));
}
