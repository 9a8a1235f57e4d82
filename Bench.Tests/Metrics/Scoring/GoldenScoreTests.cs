using Bench.Metrics.Catalogue;
using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics.Scoring;

/// <summary>Every score of a made-up classifier against scikit-learn, SciPy, PyTorch and statsmodels (Golden/scores.py).</summary>
public sealed class GoldenScoreTests
{
    [Fact]
    public void Scores_of_a_single_label_view_equal_the_reference_libraries() =>
        Compare("single", WrittenLabels.Single([.. GoldenNumbers.Read<int>("scores", "labels")]));

    [Fact]
    public void Scores_of_a_set_valued_view_equal_the_reference_libraries() =>
        Compare(
            "multi",
            WrittenLabels
                .Sets([.. GoldenNumbers.Read<int[]>("scores", "sets")])
                .WithOriginal([.. GoldenNumbers.Read<int>("scores", "labels")])
        );

    [Fact]
    public void The_interval_of_an_accuracy_is_Wilsons()
    {
        var expected = GoldenNumbers.Read<double>("scores", "wilson");
        var top1 = Score(WrittenLabels.Single([.. GoldenNumbers.Read<int>("scores", "labels")]), ["top1"]).Scores[0];

        top1.CiLow.ShouldBe(expected[0], 1e-12);
        top1.CiHigh.ShouldBe(expected[1], 1e-12);
    }

    static void Compare(string list, GroundTruth labels)
    {
        var expected = GoldenNumbers.Read<Golden>("scores", list).ToDictionary(g => g.Metric, g => g.Value);
        var card = Score(labels, [.. expected.Keys]);

        card.Missing.ShouldBeEmpty();
        var wrong = card
            .Scores.Where(s => Math.Abs(s.Value - expected[s.Metric]) > Tolerance(s.Metric))
            .Select(s => $"{s.Metric}: {s.Value} instead of {expected[s.Metric]}");
        wrong.ShouldBeEmpty();
    }

    // The reference integrates smooth and kernel errors on 4,001 and 8,001 points; all else differs by float32 logits only.
    static double Tolerance(string metric) =>
        metric.StartsWith("smooth-ece", StringComparison.Ordinal) || metric.StartsWith("kde-ece", StringComparison.Ordinal) ? 2e-6
        : metric.StartsWith("mmce", StringComparison.Ordinal) ? 1e-6
        : 5e-7;

    static Scorecard Score(GroundTruth labels, IReadOnlyCollection<string> metrics)
    {
        var predictions = MadePredictions.From([.. GoldenNumbers.Read<float[]>("scores", "logits")]);
        var split = Bits.Where(predictions.Count, i => i % 5 == 0);
        return Scorer.Score(
            predictions,
            labels,
            new()
            {
                Metrics = metrics,
                CalibrationSplit = split,
                Resamples = 20,
            },
            TestContext.Current.CancellationToken
        );
    }

    sealed record Golden(string Metric, double Value);
}
