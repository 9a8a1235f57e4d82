using Bench.Benchmarks.Audits;
using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;

namespace Bench.Tests.Metrics.Comparison;

public sealed class LadderRuleTests
{
    [Fact]
    public void The_first_comparison_is_reported_from_six_images_more_on_and_later_ones_need_more()
    {
        // One-sided p of 6 of 6 is 2⁻⁶ = 0.0156; the level of the first comparison is 0.025, of the second 0.0083.
        LadderRule.Reports(new PairedCounts(90, 6, 0, 4), comparison: 1).ShouldBeTrue();
        LadderRule.Reports(new PairedCounts(90, 5, 0, 5), comparison: 1).ShouldBeFalse();
        LadderRule.Reports(new PairedCounts(90, 6, 0, 4), comparison: 2).ShouldBeFalse();
        LadderRule.Reports(new PairedCounts(90, 7, 0, 3), comparison: 2).ShouldBeTrue();
    }

    /// <summary>One picture whose forty copies are all right now is one image better, not forty.</summary>
    [Fact]
    public void Copies_of_a_picture_climb_no_ladder()
    {
        const int Copies = 40;
        var clusters = new Clusters([.. Enumerable.Range(0, 8 * Copies).Select(image => image / Copies)], 8);

        LadderRule.Reports(Counts("11101111", "11101011", clusters), comparison: 1).ShouldBeFalse();
        LadderRule.Reports(Counts("11101111", "11101011", pictures: null), comparison: 1).ShouldBeTrue();
        LadderRule.Reports(Counts("11111111", "10000000", clusters), comparison: 1).ShouldBeTrue();

        static PairedCounts Counts(string now, string before, Clusters? pictures) =>
            PairedCounts.Of(Often(now) with { Pictures = pictures }, Often(before));

        static ImageOutcomes Often(string bits) => Bits.Outcomes(string.Concat(bits.Select(bit => new string(bit, Copies))));
    }

    [Fact]
    public void A_try_that_is_worse_or_the_same_is_never_reported()
    {
        LadderRule.Reports(new PairedCounts(10, 0, 60, 30), comparison: 1).ShouldBeFalse();
        LadderRule.Reports(new PairedCounts(100, 0, 0, 0), comparison: 1).ShouldBeFalse();
        Should.Throw<ArgumentOutOfRangeException>(() => LadderRule.Reports(default, comparison: 0));
    }

    [Fact]
    public void The_levels_of_all_comparisons_together_are_5_percent()
    {
        // Σ 1 / (k (k + 1)) up to K is 1 − 1 / (K + 1).
        Enumerable.Range(1, 10_000).Sum(LadderRule.LevelOf).ShouldBe(0.05 * (1 - 1 / 10_001.0), 1e-12);
    }

    [Fact]
    public void Adaptive_tries_lift_a_score_far_above_the_truth_and_under_the_ladder_by_less_than_a_point()
    {
        double Worst(ReportRule rule) =>
            Enumerable.Range(0, 5).Max(owner => Math.Abs(100 * new LadderSimulation(20_000, 1_000, rule).Inflation(owner)));

        Worst(ReportRule.Ladder).ShouldBeLessThan(1);
        Worst(ReportRule.StandardError).ShouldBeGreaterThan(2);
        Worst(ReportRule.All).ShouldBeGreaterThan(2.5);
    }
}
