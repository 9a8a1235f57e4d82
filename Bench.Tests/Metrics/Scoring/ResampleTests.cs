using System.Runtime.Intrinsics;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Numerics;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Inputs;
using Bench.Metrics.Scoring.Resampling;

namespace Bench.Tests.Metrics.Scoring;

/// <summary>What is computed for eight resamples at once, against the plain way: draw the images again and again and measure.</summary>
public sealed class ResampleTests
{
    const int Images = 60,
        Classes = 5;

    /// <summary>Metrics whose replicates are the value itself; the others hold bins, bandwidths or splits of the data.</summary>
    static readonly string[] Exact =
    [
        "macro-top1",
        "worst-class-top1",
        "macro-precision",
        "macro-f1",
        "multilabel-accuracy",
        "multilabel-subset",
        "jaccard",
        "set-recall",
        "mean-average-precision",
        "nll",
        "brier",
        "brier-top-label",
        "ece",
        "brier-reliability",
        "brier-resolution",
        "brier-uncertainty",
        "auroc-correctness",
        "ece-l2",
        "ece-max",
        "ece-5",
        "ece-200",
        "ece-l2-20",
        "ece-l2-500",
        "ece-max-10",
        "ece-max-50",
        "ece-extra-bin-as-published",
        "ece-drops-one-as-published",
        "ks",
        "mmce",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_resample_is_the_same_as_repeating_its_images(bool oneLabel)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            var sets = Enumerable
                .Range(0, Images)
                .Select(i =>
                    i % 11 == 3 ? []
                    : oneLabel ? [random.Next(Classes)]
                    : new[] { random.Next(2), 2 + random.Next(3) }
                )
                .ToArray();
            var original = Enumerable.Range(0, Images).Select(_ => random.Next(Classes)).ToArray();
            var logits = MadePredictions.Logits(random, Images, Classes, original);
            var counts = Enumerable
                .Range(0, Images)
                .Select(_ => Enumerable.Range(0, Lanes.Count).Select(_ => (float)random.Next(4)).ToArray())
                .ToArray();
            var view = View(logits, sets, original, oneLabel);
            // All are measured before any is replicated: they share sums.
            var estimates = Exact.ToDictionary(id => id, id => MetricCatalog.Find(id)!.Measure(view));

            foreach (var (id, estimate) in estimates)
            {
                if (estimate.Replicated is not { } replicated)
                    continue;
                var weights = (replicated.Order ?? [.. Enumerable.Range(0, Images)]).Select(i => Vector256.Create(counts[i])).ToArray();
                var values = new Vector512<double>[replicated.Outputs];
                replicated.Replicate(weights, values);
                for (var lane = 0; lane < Lanes.Count; lane++)
                {
                    int[] drawn = [.. Enumerable.Range(0, Images).SelectMany(i => Enumerable.Repeat(i, (int)counts[i][lane]))];
                    var repeated = View(
                        [.. drawn.Select(i => logits[i])],
                        [.. drawn.Select(i => sets[i])],
                        [.. drawn.Select(i => original[i])],
                        oneLabel
                    );
                    values[estimate.Output]
                        [lane]
                        .ShouldBeNear(MetricCatalog.Find(id)!.Measure(repeated).Value, 2e-6, $"{id}, seed {seed}, resample {lane}");
                }
            }
        }
    }

    [Fact]
    public void Weights_are_a_function_of_resample_and_image_whatever_goes_beside_them()
    {
        var (some, others, fewer) = (new Vector256<float>[103], new Vector256<float>[103], new Vector256<float>[101]);

        PoissonWeights.Fill(2012, 8, some);
        PoissonWeights.Fill(2012, 13, others);
        PoissonWeights.Fill(2012, 8, fewer);

        some.Select(weight => weight[5]).ShouldBe(others.Select(weight => weight[0]));
        some.Take(101).ShouldBe(fewer);
    }

    [Fact]
    public void Weights_follow_Poissons_law()
    {
        var weights = new Vector256<float>[100_000];
        PoissonWeights.Fill(7, 0, weights);

        var counts = Enumerable
            .Range(0, Lanes.Count)
            .SelectMany(lane => weights.Select(weight => (int)weight[lane]))
            .GroupBy(count => count)
            .ToDictionary(group => group.Key, group => group.Count() / 800_000.0);

        var expected = Math.Exp(-1);
        for (var count = 0; count < 6; expected /= ++count)
            counts[count].ShouldBe(expected, 0.002, $"{count}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1_000)]
    [InlineData(1_037)]
    public void Softmax_sums_are_those_of_doubles(int classes)
    {
        var random = new Random(classes);
        var logits = Enumerable.Range(0, classes).Select(c => c % 97 == 5 ? -1e30f : 10 * (random.NextSingle() - 0.5f)).ToArray();
        var maximum = logits.Max();
        var terms = logits.Select(z => (X: (double)z - maximum, E: Math.Exp(((double)z - maximum) * 0.7))).ToArray();
        var (sum, mean) = (terms.Sum(t => t.E), terms.Where(t => t.E > 0).Sum(t => t.E * t.X) / terms.Sum(t => t.E));

        var sums = SoftmaxSums.Of(logits, maximum, 0.7f);
        var moments = SoftmaxSums.Moments(logits, maximum, 0.7f);

        sums.Sum.ShouldBe(sum, 1e-5 * sum);
        sums.Squares.ShouldBe(terms.Sum(t => t.E * t.E), 1e-5 * sum);
        moments.Mean.ShouldBe(mean, 1e-5);
        moments.Variance.ShouldBe(terms.Where(t => t.E > 0).Sum(t => t.E * t.X * t.X) / sum - mean * mean, 1e-4);
    }

    static MetricInputs View(float[][] logits, int[][] sets, int[] original, bool oneLabel)
    {
        var labels = WrittenLabels.Sets(sets).WithOriginal(original) with { SingleLabel = oneLabel };
        return new(new PredictionScan(MadePredictions.From(logits), new ParallelOptions()), labels, ScoringOptions.Default);
    }
}
