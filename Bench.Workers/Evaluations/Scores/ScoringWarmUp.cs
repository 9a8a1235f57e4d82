using Bench.Metrics.Calibration;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Predicted;
using Bench.Metrics.Scoring;
using Bench.Metrics.Truth;

namespace Bench.Workers.Evaluations.Scores;

/// <summary>Scores made-up answers once in a process, when it has begun: two thousand methods are compiled then, while
/// nobody waits, and not after the first evaluation's run.</summary>
internal static class ScoringWarmUp
{
    const int Images = 64,
        Classes = 12,
        HeadSize = 10;

    static int _begun;

    public static void Begin()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
            _ = Task.Run(Score);
    }

    internal static Scorecard Score()
    {
        var random = new Random(1);
        ushort[] truth = [.. Enumerable.Range(0, Images).Select(image => (ushort)(image % Classes))];
        var (top, topLogits, sums) = (new ushort[Images * HeadSize], new float[Images * HeadSize], new float[Images]);
        var tail = new Half[Images * Classes];
        var row = new float[Classes];
        for (var image = 0; image < Images; image++)
        {
            foreach (ref var logit in row.AsSpan())
                logit = 3 * random.NextSingle();
            row[truth[image]] += 2;
            PredictionHead.TryExtract(
                row,
                top.AsSpan(image * HeadSize, HeadSize),
                topLogits.AsSpan(image * HeadSize, HeadSize),
                out sums[image]
            );
            PredictionHead.StoreTail(row, tail.AsSpan(image * Classes, Classes));
        }
        var predictions = new Predictions
        {
            Count = Images,
            Classes = Classes,
            HeadSize = HeadSize,
            TopClass = top,
            TopLogit = topLogits,
            LogSumExp = sums,
            Logits = tail,
        };
        var labels = new GroundTruth
        {
            Offsets = Enumerable.Range(0, Images + 1).ToArray(),
            Classes = truth,
            OriginalClass = truth,
            SingleLabel = true,
        };
        var split = CalibrationSplit.Of(Enumerable.Range(0, Images).Select(image => $"{image}"), Images);
        return Scorer.ScoreAll(predictions, [labels], new ScoringOptions { CalibrationSplit = split })[0];
    }
}
