using System.Runtime.Intrinsics;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Comparison;
using Bench.Metrics.Derived;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Predicted;
using Bench.Metrics.Robustness;
using Bench.Metrics.Scoring;
using Bench.Metrics.Scoring.Resampling;
using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics.Scoring;

/// <summary>Scores that need more than one evaluation pair each value with an output of one statistic by its place: two that are exchanged
/// would show a right value with a wrong interval.</summary>
public sealed class DerivedIntervalTests
{
    const int Classes = 5;
    static readonly ScoringOptions Options = ScoringOptions.Default with { Resamples = 100 };

    [Fact]
    public void Each_open_set_score_has_the_interval_of_the_output_that_has_its_value()
    {
        var (inside, labels, outside, _) = OpenSet();
        bool[] right =
        [
            .. Enumerable.Range(0, inside.Count).Select(image => labels.Accepts(image, inside.TopClass.Span[image * inside.HeadSize])),
        ];

        var scores = OpenSetScores.Of(inside, labels, outside, [], allClasses: false, Options).Scores;

        scores.Count.ShouldBe(24);
        foreach (var (score, own) in Enum.GetValues<OodScore>().Zip(scores.Chunk(8)))
        {
            var (known, unknown) = (Pick(inside, score), Pick(outside, score));
            OfOwnOutputs(new ReplicatedOpenSet(known, right, unknown), known.Length + unknown.Length, own);
        }
    }

    [Fact]
    public void Each_score_by_class_has_the_interval_of_the_output_that_has_its_value()
    {
        var (inside, labels, outside, classes) = OpenSet();

        var scores = OpenSetClassScores.Of(inside, labels, outside, classes, [], allClasses: false, Options).Scores;

        scores.Count.ShouldBe(6);
        foreach (var (score, own) in Enum.GetValues<OodScore>().Zip(scores.Chunk(2)))
        {
            var (known, unknown) = (Pick(inside, score), Pick(outside, score));
            OfOwnOutputs(new ReplicatedOodClasses(known, unknown, classes), known.Length + unknown.Length, own);
        }
    }

    [Fact]
    public void Each_score_of_a_corruption_tree_has_the_interval_of_the_output_that_has_its_value()
    {
        const int pictures = 200;
        string[] names = [.. CorruptionSummary.Known];
        var copies = (
            from name in names
            from severity in Enumerable.Range(1, CorruptionSummary.Severities)
            from picture in Enumerable.Range(0, pictures)
            select (name, severity, picture)
        ).ToArray();
        var images = new CorruptedImages
        {
            Corruption = [.. copies.Select(copy => copy.name)],
            Severity = [.. copies.Select(copy => copy.severity)],
            Picture = [.. copies.Select(copy => copy.picture)],
            Pictures = pictures,
            CleanImage = [.. Enumerable.Range(0, pictures)],
        };
        var random = new Random(3);
        var outcomes = new ImageOutcomes(
            Bits.Where(copies.Length, copy => random.NextDouble() < 0.25 + 0.03 * Array.IndexOf(names, copies[copy].name)),
            Bits.All(copies.Length)
        );
        var clean = new ImageOutcomes(Bits.Where(pictures, _ => random.NextDouble() < 0.8), Bits.All(pictures));

        var scores = CorruptionScores.Of(images, outcomes, clean, "", new Dictionary<string, int>(), Options).Scores;

        scores.Count.ShouldBeGreaterThan(50);
        OfOwnOutputs(
            new ReplicatedCorruptions(images, outcomes, names, clean),
            pictures,
            [.. scores.Where(score => score.Metric != "corruption-error")]
        );
    }

    static void OfOwnOutputs(IReplicated statistic, int images, IReadOnlyList<MetricScore> scores)
    {
        var ones = new Vector256<float>[images];
        Array.Fill(ones, Vector256<float>.One);
        var lanes = new Vector512<double>[statistic.Outputs];
        statistic.Replicate(ones, lanes);
        double[] values = [.. lanes.Select(lane => lane[0])];
        var replicates = Bootstrap.Run([statistic], images, Options, TestContext.Current.CancellationToken)[statistic];

        foreach (var score in scores)
        {
            var output = values.Index().Where(value => Math.Abs(value.Item - score.Value) < 1e-5).Select(value => value.Index).ToList();
            output.Count.ShouldBe(1, $"{score.Metric}: outputs with the value {score.Value}");
            var metric = MetricCatalog.Derived.Single(metric => metric.Id == score.Metric);
            var interval = replicates.Around(score.Value, output[0], metric.Minimum, metric.Maximum);
            (score.CiLow, score.CiHigh).ShouldBe((interval.Low, interval.High), score.Metric);
        }
    }

    static (Predictions Inside, GroundTruth Labels, Predictions Outside, int[] Classes) OpenSet()
    {
        var random = new Random(11);
        int[] truth = [.. Enumerable.Range(0, 90).Select(_ => random.Next(Classes))];
        int[] other = [.. Enumerable.Range(0, 70).Select(_ => random.Next(Classes))];
        return (
            MadePredictions.From(MadePredictions.Logits(random, truth.Length, Classes, truth, lift: 2)),
            WrittenLabels.Single(truth),
            MadePredictions.From(MadePredictions.Logits(random, other.Length, Classes, other, lift: 1)),
            [.. other.Select((_, image) => image % 3)]
        );
    }

    static float[] Pick(Predictions predictions, OodScore score) =>
        OpenSetImages.Pick(predictions, score, [.. Enumerable.Range(0, predictions.Count)]);
}
