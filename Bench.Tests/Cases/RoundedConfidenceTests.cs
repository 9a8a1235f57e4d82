using Bench.Data.Outcomes;
using Bench.Service.Evaluations.Review;
using Bench.Tests.Metrics;

namespace Bench.Tests.Cases;

/// <summary>Confidences that were rounded before they were sent.</summary>
public sealed class RoundedConfidenceTests
{
    [Theory]
    [InlineData("ResNet50.csv")]
    [InlineData("ViT.csv")]
    public void One_decimal_is_a_warning_and_two_are_a_note(string file)
    {
        var read = RealPredictions.TopConfidence(file);
        float[] real = Answers.ConfidenceOf(read.TopLogit.Span, read.LogSumExp.Span, 1)!;

        RoundedConfidences.Of([.. real.Select(one => MathF.Round(one, 1))])!.Severity.ShouldBe(CheckSeverity.Warning);
        RoundedConfidences.Of([.. real.Select(one => MathF.Round(one, 2))])!.Severity.ShouldBe(CheckSeverity.Note);
        RoundedConfidences.Of([.. real.Select(one => MathF.Round(one * 255) / 255)])!.Message.ShouldContain("1/255");
        RoundedConfidences.Of([.. real.Select(one => MathF.Round(one, 3))]).ShouldBeNull();
        RoundedConfidences.Of([.. real.Select(one => (float)(Half)one)]).ShouldBeNull();
        RoundedConfidences.Of(real).ShouldBeNull();
    }

    /// <summary>They come back from a logarithm, as confidences are stored.</summary>
    [Fact]
    public void A_logarithm_in_between_hides_nothing() =>
        RoundedConfidences
            .Of([.. Enumerable.Range(0, 1_000).Select(i => MathF.Exp(MathF.Log(MathF.Round(0.1f + 0.0009f * i, 1))))])
            ?.Code.ShouldBe("confidence-rounded");

    /// <summary>Of one or two different numbers other checks say more, and few answers may all be round by
    /// chance.</summary>
    [Theory, InlineData(2, 1_000), InlineData(5, 99)]
    public void Two_numbers_and_few_answers_are_left_alone(int different, int images) =>
        RoundedConfidences.Of([.. Enumerable.Range(0, images).Select(i => i % different / 10f)]).ShouldBeNull();
}
