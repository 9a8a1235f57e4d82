using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.Conformal;
using Bench.Metrics.Derived;
using Bench.Metrics.Numerics;
using Bench.Metrics.Scoring;
using Bench.Metrics.Statistics;
using Bench.Metrics.Suites;

namespace Bench.Benchmarks.Metrics;

/// <summary><c>coverage-families IMAGES WORLDS</c>: how often the 95 % intervals contain the truth of what needs all
/// logits, two samples or several sets.</summary>
/// <remarks>Twenty classes; a picture's logits are normal, one class is lifted by up to 6, and the label is drawn by
/// their softmax. The model says 1.5 times these logits, so its temperature is 1.5. Pictures of no class have no lifted
/// one. Truths are values over 300,000 pictures; those of prediction sets are over the same pictures, with the threshold
/// that a world's calibration found.</remarks>
internal static class FamilyCoverageCommand
{
    const int Population = 300_000;

    /// <summary>Of a world's pictures, for temperature and thresholds.</summary>
    const int CalibrationOneOf = 5;

    static readonly string[] OfLogits = ["top5", "nll", "brier", "aurra", "temperature"];
    static readonly string[] OfSets = ["coverage", "set-size", "median-set-size", "size-stratified-coverage", "worst-class-coverage"];
    static readonly string[] OfTwo = ["auroc", "aupr-out", "fpr95", "fpr95-id", "oscr"];

    public static void Run(int images, int worlds)
    {
        var (inside, outside) = (new LogitWorld(Population, 1, isKnown: true), new LogitWorld(Population, 2, isKnown: false));
        var truth = Truths(inside, outside);
        var sets = new SetTruth(inside);
        var tally = new CoverageTally();
        for (var world = 1; world <= worlds; world++)
        {
            var (known, unknown) = (new LogitWorld(images, 10 + 2 * world, true), new LogitWorld(images, 11 + 2 * world, false));
            var split = new BitSet(images);
            for (var image = 0; image < images; image += CalibrationOneOf)
                split[image] = true;
            var quantile = ConformalPrediction.Evaluate(known.Predictions, known.Labels, split, ConformalMethod.Lac).Quantile;
            var ofSets = sets.At(quantile);
            var options = new ScoringOptions
            {
                CalibrationSplit = split,
                Metrics = [.. OfLogits, .. OfSets.Select(name => $"conformal-lac-{name}")],
            };
            foreach (var score in Scorer.Score(known.Predictions, known.Labels, options).Scores)
                Add(score, truth.TryGetValue(score.Metric, out var value) ? value : ofSets[score.Metric["conformal-lac-".Length..]]);
            foreach (var score in OpenSetScores.Of(known.Best, known.Labels, unknown.Best, [], false, new()).Scores)
                if (OfTwo.Contains(score.Metric))
                    Add(score, truth[score.Metric]);
            Differences(images, new Random(world), tally);
        }
        tally.Print();

        void Add(MetricScore score, double value) => tally.Add($"`{score.Metric}`", value, score.Value, new(score.CiLow, score.CiHigh));
    }

    static Dictionary<string, double> Truths(LogitWorld inside, LogitWorld outside)
    {
        var options = new ScoringOptions { Resamples = 1, Metrics = OfLogits };
        var truth = Scorer
            .Score(inside.Predictions, inside.Labels, options)
            .Scores.Concat(OpenSetScores.Of(inside.Best, inside.Labels, outside.Best, [], false, options).Scores)
            .ToDictionary(score => score.Metric, score => score.Value);
        truth["temperature"] = LogitWorld.Temperature;
        return truth;
    }

    /// <summary>Intervals that need counts alone: of 76 and 70 % right over the same images and over others, of a class among many, and of
    /// a suite's four sets.</summary>
    static void Differences(int images, Random random, CoverageTally tally)
    {
        var (both, first, second, neither) = (0, 0, 0, 0);
        var (clean, shifted) = (0, 0);
        for (var image = 0; image < images; image++)
        {
            _ = random.NextDouble() switch
            {
                < 0.66 => both++,
                < 0.76 => first++,
                < 0.80 => second++,
                _ => neither++,
            };
            clean += random.NextDouble() < 0.76 ? 1 : 0;
            shifted += random.NextDouble() < 0.70 ? 1 : 0;
        }
        var paired = PairedDifference.Of(new PairedCounts(both, first, second, neither));
        tally.Add("difference of two models over the same images", 0.06, paired.Value, new(paired.Low, paired.High));
        var drop = NewcombeInterval.Of(clean, images, shifted, images);
        tally.Add("difference over two samples", 0.06, (double)(clean - shifted) / images, drop);

        double[] shares = [0.9, 0.8, 0.6, 0.3];
        MemberEstimate[] members =
        [
            .. shares.Select(share =>
            {
                var right = Enumerable.Range(0, images).Count(_ => random.NextDouble() < share);
                return new MemberEstimate((double)right / images, WilsonInterval.Of(right, images));
            }),
        ];
        var mean = MemberMean.Of(members);
        tally.Add("mean over four sets", shares.Average(), mean.Value, mean.Interval);
    }
}
