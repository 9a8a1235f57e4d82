using System.Globalization;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Scoring;

namespace Bench.Tests.Metrics;

/// <summary>Published numbers of real models, from their stored predictions over all 50,000 validation images.</summary>
public sealed class RealBoardNumbersTests
{
    static readonly ScoringOptions Options = ScoringOptions.Default with
    {
        Metrics = ["top1", "macro-top1", "ece", "ece-mass"],
        Resamples = 200,
    };

    [Theory]
    [InlineData("ResNet50.csv", "76.130", "76.130", "82.958", "3.7308", "3.7080", "2.2945")]
    [InlineData("ViT.csv", "78.006", "78.006", "83.987", "1.4125", "1.4111", "4.6520")]
    public void The_published_numbers_of_two_models_come_out_to_every_digit(
        string file,
        string top1,
        string macro,
        string real,
        string ece,
        string eceMass,
        string eceUnderReal
    )
    {
        var cards = Scorer.ScoreAll(
            RealPredictions.TopConfidence(file),
            [RealPredictions.Original(), RealPredictions.Real()],
            Options,
            TestContext.Current.CancellationToken
        );

        Percent(cards[0], "top1", 3).ShouldBe(top1);
        Percent(cards[0], "macro-top1", 3).ShouldBe(macro);
        Percent(cards[0], "ece", 4).ShouldBe(ece);
        Percent(cards[0], "ece-mass", 4).ShouldBe(eceMass);
        Percent(cards[1], "top1", 3).ShouldBe(real);
        Percent(cards[1], "ece", 4).ShouldBe(eceUnderReal);
        cards[0].Scores[0].N.ShouldBe(50_000);
        cards[1].Scores[0].N.ShouldBe(46_837);
        cards[1].Scores[0].Excluded.ShouldBe(new Dictionary<string, int> { ["no-label"] = 3_163 });
    }

    [Theory]
    [InlineData("resnet50", "76.130", "92.862", "82.958")]
    [InlineData("resnet18", "69.758", "89.076", "77.285")]
    [InlineData("vgg16", "71.592", "90.382", "79.040")]
    public void Published_top_five_lists_give_the_published_accuracies(string model, string top1, string top5, string real)
    {
        var options = Options with { Metrics = ["top1", "top5"] };
        var cards = Scorer.ScoreAll(
            RealPredictions.TopFive(model),
            [RealPredictions.Original(), RealPredictions.Real()],
            options,
            TestContext.Current.CancellationToken
        );

        Percent(cards[0], "top1", 3).ShouldBe(top1);
        Percent(cards[0], "top5", 3).ShouldBe(top5);
        Percent(cards[1], "top1", 3).ShouldBe(real);
    }

    static string Percent(Scorecard card, string metric, int digits) =>
        (100 * card.Scores.Single(s => s.Metric == metric).Value).ToString($"F{digits}", CultureInfo.InvariantCulture);
}
