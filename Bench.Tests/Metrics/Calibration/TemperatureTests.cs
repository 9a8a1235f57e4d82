using Bench.Metrics.Calibration;
using Bench.Metrics.Catalogue;
using Bench.Metrics.Truth;

namespace Bench.Tests.Metrics.Calibration;

/// <summary>Where a temperature is, where it is none, and where its search ends at a border.</summary>
public sealed class TemperatureTests
{
    const int Images = 40,
        Classes = 10;

    [Theory]
    [InlineData(0f)]
    [InlineData(3.7f)]
    [InlineData(-12f)]
    public void Tied_logits_determine_no_temperature_and_say_so(float logit)
    {
        var card = Score(
            [.. Enumerable.Range(0, Images).Select(_ => Enumerable.Repeat(logit, Classes).ToArray())],
            ["temperature", "ece-before-temperature", "nll-after-temperature", "ece"]
        );

        card.Scores.Select(score => score.Metric).ShouldBe(["ece"]);
        card.Missing.ShouldAllBe(missing =>
            missing.Reason
            == "the likelihood of the calibration split does not depend on the temperature: the logits of each of its images are tied"
        );
        card.Missing.Count.ShouldBe(3);
    }

    [Fact]
    public void A_single_untied_image_is_enough()
    {
        var rows = Enumerable.Range(0, Images).Select(_ => new float[Classes]).ToArray();
        rows[0][0] = 1;
        rows[5][1] = 1;

        // Image 0 of the split is right, image 5 wrong, both by one: likeliest where the best class has a probability of one half, e^(1/T)
        // = 9.
        Score(rows, ["temperature"]).Scores.Single().Value.ShouldBe(1 / Math.Log(9), 1e-6);
    }

    [Theory]
    [InlineData(true, TemperatureScaling.Lowest)]
    [InlineData(false, TemperatureScaling.Highest)]
    public void A_model_that_is_always_right_or_always_wrong_ends_the_search_at_a_border(bool right, double border)
    {
        var rows = Enumerable
            .Range(0, Images)
            .Select(i => Enumerable.Range(0, Classes).Select(c => c == (right ? i : i + 1) % Classes ? 2f : 0).ToArray())
            .ToArray();
        var temperature = MetricCatalog.Find("temperature")!;

        Score(rows, ["temperature"]).Scores.Single().Value.ShouldBe(border);
        (temperature.Minimum, temperature.Maximum, temperature.AtBorder).ShouldBe((0.01, 100, "at the border of 0.01 to 100"));
    }

    [Fact]
    public void A_split_without_an_image_has_a_reason_of_its_own()
    {
        var labels = WrittenLabels.Sets([.. Enumerable.Range(0, Images).Select(i => i % 5 == 0 ? Array.Empty<int>() : [i % Classes])]) with
        {
            SingleLabel = true,
        };

        var card = Score(
            [.. Enumerable.Range(0, Images).Select(i => Enumerable.Range(0, Classes).Select(c => (float)(c * i % 7)).ToArray())],
            ["temperature"],
            labels
        );

        card.Missing.Single().Reason.ShouldBe("no image of the calibration split is used");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(15, false)]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void The_debiased_error_wants_two_images_in_each_bin(int images, bool defined)
    {
        var pairs = ConfidencePairs.Sort(
            [.. Enumerable.Range(0, images).Select(i => (i + 1f) / (images + 1))],
            [.. Enumerable.Range(0, images).Select(i => i % 3 == 0)]
        );

        double.IsNaN(DebiasedCalibrationError.Compute(pairs)).ShouldBe(!defined);
        var rows = Enumerable
            .Range(0, images)
            .Select(i => Enumerable.Range(0, Classes).Select(c => c == 0 ? i * 0.1f : 0).ToArray())
            .ToArray();
        var card = Score(rows, ["ece-debiased"], WrittenLabels.Single([.. Enumerable.Range(0, images).Select(i => i % Classes)]));
        if (!defined)
            card.Missing.Single().Reason.ShouldBe($"needs two images in each of its 15 bins; {images} are used");
        else
            card.Scores.Single().N.ShouldBe(30);
    }

    /// <summary>Every fifth image is the split; image i has label i mod 10.</summary>
    static Scorecard Score(float[][] rows, string[] metrics, GroundTruth? labels = null) =>
        Scorer.Score(
            MadePredictions.From(rows),
            labels ?? WrittenLabels.Single([.. Enumerable.Range(0, rows.Length).Select(i => i % Classes)]),
            new()
            {
                Metrics = metrics,
                CalibrationSplit = Bits.Where(rows.Length, i => i % 5 == 0),
                Resamples = 20,
            },
            TestContext.Current.CancellationToken
        );
}
