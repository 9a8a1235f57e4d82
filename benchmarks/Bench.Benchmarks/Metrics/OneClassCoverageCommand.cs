using System.Globalization;

namespace Bench.Benchmarks.Metrics;

/// <summary><c>coverage-one-class IMAGES WORLDS</c>: how often the interval of a mean over classes contains the truth where each class is
/// all right or all wrong, as of predictions that name one class.</summary>
/// <remarks>The model names class 0, but for a few images in a world that it knows better: the truth is (1 + 19 q) / 20, q their share.
/// Where a world holds none of them resamples are all alike, and the interval is made of Wilson's of each class.</remarks>
internal static class OneClassCoverageCommand
{
    const string Metric = "macro-top1";

    /// <summary>Images in a world that the model knows better, on average.</summary>
    static readonly double[] Exceptions = [0.1, 1, 3];

    public static void Run(int images, int worlds)
    {
        Console.WriteLine("| exceptions in a world | truth | worlds without one | covered there | covered in all |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var exceptions in Exceptions)
        {
            var share = exceptions / images;
            var truth = (1 + (CoverageCommand.Classes - 1) * share) / CoverageCommand.Classes;
            var (alike, coveredAlike, covered) = (0, 0, 0);
            for (var world = 1; world <= worlds; world++)
            {
                var (isAlike, low, high) = Interval(images, world, share);
                var contains = low <= truth && truth <= high;
                (alike, coveredAlike) = (alike + (isAlike ? 1 : 0), coveredAlike + (isAlike && contains ? 1 : 0));
                covered += contains ? 1 : 0;
            }
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {exceptions} | {truth:0.00000} | {100.0 * alike / worlds:0.0} % | "
                        + $"{100.0 * coveredAlike / Math.Max(1, alike):0.0} % | {100.0 * covered / worlds:0.0} % |"
                )
            );
        }
    }

    static (bool IsAlike, double Low, double High) Interval(int images, int seed, double share)
    {
        var random = new Random(seed);
        var (best, label) = (new ushort[images], new ushort[images]);
        var isAlike = true;
        for (var i = 0; i < images; i++)
        {
            label[i] = (ushort)random.Next(CoverageCommand.Classes);
            if (random.NextDouble() < share)
                (best[i], isAlike) = (label[i], isAlike && label[i] == 0);
        }
        var score = CoverageCommand.Score(best, new float[images], label, [Metric], resamples: 1_000)[0];
        return (isAlike, score.CiLow, score.CiHigh);
    }
}
