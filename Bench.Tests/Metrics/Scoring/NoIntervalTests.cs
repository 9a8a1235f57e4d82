using Bench.Metrics.Catalogue;
using Bench.Metrics.Clustered;
using Bench.Metrics.Numerics;
using Bench.Metrics.Scoring;
using Bench.Metrics.Statistics;
using Bench.Metrics.Suites;

namespace Bench.Tests.Metrics.Scoring;

/// <summary>A number without an interval says why.</summary>
public sealed class NoIntervalTests
{
    const int Images = 120;
    const int Classes = 4;
    static readonly int[] Truth = [.. Enumerable.Range(0, Images).Select(image => image % Classes)];

    [Theory]
    [InlineData(1, null)]
    [InlineData(Images, null)]
    [InlineData(Images, 2)]
    [InlineData(Images, Images)]
    public void Every_number_has_an_interval_or_a_reason(int images, int? copies)
    {
        for (var seed = 0; seed < 6; seed++)
        {
            foreach (var score in Scores(images, copies, lift: seed * 3, seed))
            {
                double.IsNaN(score.CiLow).ShouldBe(score.WhyNoInterval is not null, score.Metric);
                if (score.WhyNoInterval is { } code)
                    NoInterval.Codes.ShouldContain(code, score.Metric);
                (score.WhyNoInterval == NoInterval.MetricHasNone).ShouldBe(
                    MetricCatalog.Find(score.Metric)!.WhyNoInterval is not null,
                    score.Metric
                );
            }
        }
    }

    [Theory]
    [InlineData("ece", NoInterval.PicturesRepeated)]
    [InlineData("worst-class-top1", NoInterval.PicturesRepeated)]
    [InlineData("temperature", NoInterval.PicturesRepeated)]
    [InlineData("macro-auroc", NoInterval.MetricHasNone)]
    [InlineData("top1", null)]
    [InlineData("nll", null)]
    public void Copies_take_the_interval_from_what_is_known_for_independent_images_alone(string metric, string? why) =>
        Scores(Images, 2, lift: 2, seed: 1).Single(score => score.Metric == metric).WhyNoInterval.ShouldBe(why);

    [Fact]
    public void The_largest_gap_of_a_model_without_a_right_answer_says_that_no_image_is_right()
    {
        int[] wrong = [.. Truth.Select(label => (label + 1) % Classes)];
        var random = new Random(3);
        var predictions = MadePredictions.From(MadePredictions.Logits(random, Images, Classes, wrong, lift: 20));

        var scores = Scorer.Score(predictions, WrittenLabels.Single(Truth), Options(null)).Scores.ToDictionary(score => score.Metric);

        scores["top1"].Value.ShouldBe(0);
        scores["ece-max"].WhyNoInterval.ShouldBe(NoInterval.NoneOrAllRight);
        scores["temperature"].WhyNoInterval.ShouldBe(NoInterval.AtBorder);
    }

    [Fact]
    public void One_image_says_nothing_of_a_mean()
    {
        var scores = Scores(1, null, lift: 2, seed: 1).ToDictionary(score => score.Metric);

        scores["nll"].WhyNoInterval.ShouldBe(NoInterval.ImagesAlike);
        scores["ece"].WhyNoInterval.ShouldBe(NoInterval.TooFewImages);
    }

    [Fact]
    public void A_mean_of_a_number_without_an_interval_says_so()
    {
        MemberMean
            .Of([new(0.5, Interval.Without(NoInterval.ImagesAlike)), new(0.7, new(0.6, 0.8))])
            .Interval.WhyNone.ShouldBe(NoInterval.MemberWithoutInterval);
        MemberMean.Of([new(0.5, new(0.4, 0.6)), new(0.7, new(0.6, 0.8))]).Interval.WhyNone.ShouldBeNull();
    }

    [Fact]
    public void Every_code_but_the_metrics_own_has_a_sentence_and_all_are_in_the_documents()
    {
        var documents = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "metrics.md"));
        foreach (var code in NoInterval.Codes)
        {
            (NoInterval.Sentence(code) is null).ShouldBe(code == NoInterval.MetricHasNone, code);
            documents.ShouldContain($"| `{code}` |");
        }
        NoInterval.Codes.ShouldAllBe(code => code.Length <= 32);
    }

    static IReadOnlyList<MetricScore> Scores(int images, int? copies, double lift, int seed)
    {
        var random = new Random(seed);
        int[] truth = [.. Truth.Take(images)];
        var predictions = MadePredictions.From(MadePredictions.Logits(random, images, Classes, truth, lift));
        return Scorer.Score(predictions, WrittenLabels.Single(truth), Options(copies) with { CalibrationSplit = Fifth(images) }).Scores;
    }

    static ScoringOptions Options(int? copies) =>
        ScoringOptions.Default with
        {
            Resamples = 50,
            CalibrationSplit = Fifth(Images),
            Pictures = copies is { } of
                ? new Clusters([.. Enumerable.Range(0, Images).Select(image => image / of)], (Images + of - 1) / of)
                : null,
        };

    static BitSet Fifth(int images) => Bits.Where(images, image => image % 5 == 0);
}
