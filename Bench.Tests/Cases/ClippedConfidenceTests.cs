using Bench.Service.Evaluations.Review;

namespace Bench.Tests.Cases;

/// <summary>Confidences that were cut off at a greatest number are not the model's own.</summary>
public sealed class ClippedConfidenceTests
{
    const int Images = 1000;

    /// <summary>Evenly from 0.02 to 0.98.</summary>
    static readonly float[] Even = [.. Enumerable.Range(0, Images).Select(i => 0.02f + 0.96f * i / (Images - 1))];

    /// <summary>As after training with smoothed labels: most of the answers lie in a few hundredths, and none is above.</summary>
    static readonly float[] Smoothed = [.. Enumerable.Range(0, Images).Select(i => 0.93f - 0.9f * MathF.Pow(i / (float)Images, 6))];

    [Theory]
    [InlineData(0.9f, true)]
    [InlineData(0.5f, true)]
    [InlineData(0.97f, false)]
    [InlineData(1f, false)]
    public void A_greatest_confidence_that_many_share_is_told(float most, bool isTold) =>
        Told([.. Even.Select(value => Math.Min(value, most))]).ShouldBe(isTold);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void What_rounding_makes_alike_is_not_told(int decimals) =>
        Told([.. Smoothed.Select(value => MathF.Round(value, decimals))]).ShouldBeFalse();

    static bool Told(float[] confidence) =>
        ConfidenceChecks
            .Of(new Answers(new ushort[Images], 1, 1000, false, true) { Confidence = confidence })
            .Any(check => check.Code == "scores-clipped");
}
