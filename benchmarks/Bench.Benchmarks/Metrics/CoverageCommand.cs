using Bench.Metrics.Catalogue;
using Bench.Metrics.Predicted;
using Bench.Metrics.Truth;

namespace Bench.Benchmarks.Metrics;

/// <summary><c>coverage IMAGES WORLDS [EXPONENT]</c>: how often the 95 % intervals contain the truth, in worlds drawn from one made-up
/// model.</summary>
/// <remarks>A best class has probability 1 − 0.7 u² (u uniform) and is right with probability c^EXPONENT: 1.5 where none is given,
/// overconfident as most models are; 1 is calibrated.
/// Classes are twenty, of equal share. The truth is the value over a million images of that model.</remarks>
internal static class CoverageCommand
{
    public const int Classes = 20;
    const int Population = 1_000_000;

    static readonly string[] Metrics =
    [
        "top1",
        "macro-top1",
        "worst-class-top1",
        "macro-precision",
        "macro-f1",
        "brier-top-label",
        "ece-5",
        "ece-mass-5",
        "ece",
        "ece-50",
        "ece-500",
        "ece-l2",
        "ece-l2-500",
        "ece-max",
        "ece-max-100",
        "ece-mass",
        "ece-mass-500",
        "ece-mass-l2",
        "ece-sweep",
        "ece-debiased",
        "ks",
        "mmce",
        "smooth-ece",
        "kde-ece",
        "brier-reliability",
        "brier-resolution",
        "aurc",
        "e-aurc",
        "auroc-correctness",
    ];

    public static void Run(int images, int worlds, double exponent = 1.5)
    {
        var truth = Score(Population, seed: 0, resamples: 1, exponent).ToDictionary(score => score.Metric, score => score.Value);
        var tally = new CoverageTally();
        for (var world = 1; world <= worlds; world++)
            foreach (var score in Score(images, world, resamples: 1_000, exponent))
                tally.Add($"`{score.Metric}`", truth[score.Metric], score.Value, new(score.CiLow, score.CiHigh));
        tally.Print();
    }

    static IReadOnlyList<MetricScore> Score(int images, int seed, int resamples, double exponent)
    {
        var random = new Random(seed);
        var (best, logit, label) = (new ushort[images], new float[images], new ushort[images]);
        for (var i = 0; i < images; i++)
        {
            var u = random.NextDouble();
            var confidence = 1 - 0.7 * u * u;
            logit[i] = (float)Math.Log(confidence);
            label[i] = (ushort)random.Next(Classes);
            best[i] =
                random.NextDouble() < Math.Pow(confidence, exponent)
                    ? label[i]
                    : (ushort)((label[i] + 1 + random.Next(Classes - 1)) % Classes);
        }
        return Score(best, logit, label, Metrics, resamples);
    }

    /// <param name="best">[N] best classes.</param>
    /// <param name="logit">[N] logarithms of their probabilities.</param>
    /// <param name="label">[N] labels.</param>
    /// <param name="metrics">Ids.</param>
    /// <param name="resamples">For intervals.</param>
    public static IReadOnlyList<MetricScore> Score(ushort[] best, float[] logit, ushort[] label, string[] metrics, int resamples)
    {
        var predictions = new Predictions
        {
            Count = best.Length,
            Classes = Classes,
            HeadSize = 1,
            TopClass = best,
            TopLogit = logit,
            LogSumExp = new float[best.Length],
        };
        var labels = new GroundTruth
        {
            Offsets = Enumerable.Range(0, best.Length + 1).ToArray(),
            Classes = label,
            SingleLabel = true,
        };
        return Scorer.Score(predictions, labels, new() { Metrics = metrics, Resamples = resamples }).Scores;
    }
}
