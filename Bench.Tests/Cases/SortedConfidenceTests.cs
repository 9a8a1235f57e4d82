using Bench.Service.Evaluations.Review;

namespace Bench.Tests.Cases;

/// <summary>A spreadsheet sorts one column and leaves the others.</summary>
public sealed class SortedConfidenceTests
{
    const int Images = 60;

    [Theory]
    [InlineData(1, true)]
    [InlineData(59, true)]
    [InlineData(7, false)]
    public void Confidences_that_only_rise_or_fall_are_doubted(int step, bool isDoubted)
    {
        float[] confidence = [.. Enumerable.Range(0, Images).Select(i => 0.2f + 0.01f * ((i + 1) * step % Images))];

        (SortedConfidences.Of(confidence[..^1]) is not null).ShouldBe(isDoubted);
    }

    /// <summary>A few numbers, or a few images, may lie so.</summary>
    [Theory, InlineData(Images, 19), InlineData(49, 49)]
    public void A_few_are_in_order_by_chance(int images, int different) =>
        SortedConfidences.Of([.. Enumerable.Range(0, images).Select(i => 0.2f + 0.01f * Math.Min(i, different - 1))]).ShouldBeNull();
}
