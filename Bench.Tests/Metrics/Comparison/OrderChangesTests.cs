using Bench.Metrics.Comparison;

namespace Bench.Tests.Metrics.Comparison;

public class OrderChangesTests
{
    [Fact]
    public void Lists_the_pairs_that_swap_and_no_others()
    {
        ImageOutcomes[] before = [Bits.Outcomes("1110"), Bits.Outcomes("1100"), Bits.Outcomes("1100")];
        ImageOutcomes[] after = [Bits.Outcomes("1000"), Bits.Outcomes("1000"), Bits.Outcomes("1101")];
        var change = OrderChanges.Find(before, after).ShouldHaveSingleItem();
        (change.First, change.Second).ShouldBe((0, 2)); // 0 and 1 end in a tie, 1 and 2 begin in one
        change.Before.Value.ShouldBe(0.25);
        change.After.Value.ShouldBe(-0.5);
        change.PBefore.ShouldBe(1);
        change.PAfter.ShouldBe(0.5);
    }

    [Fact]
    public void A_view_without_images_changes_nothing() =>
        OrderChanges.Find([Bits.Outcomes("10"), Bits.Outcomes("00")], [Bits.Masked("--"), Bits.Masked("--")]).ShouldBeEmpty();

    [Fact]
    public void Views_over_different_models_are_refused() =>
        Should.Throw<ArgumentException>(() => OrderChanges.Find([Bits.Outcomes("1")], []));

    [Fact]
    public void Corrected_labels_reorder_real_models()
    {
        var real = RealBoard.Require();
        var before = real.UnderOriginal();
        var total = 0;
        foreach (
            var (view, after) in new[]
            {
                ("real", real.UnderReal()),
                ("cleanlab-fixed", real.UnderFixed()),
                ("cleanlab-pruned", real.UnderPruned()),
            }
        )
        {
            foreach (var change in OrderChanges.Find(before, after))
            {
                total++;
                before[change.First].Accuracy.ShouldBeGreaterThan(before[change.Second].Accuracy);
                after[change.First].Accuracy.ShouldBeLessThan(after[change.Second].Accuracy);
                change.PBefore.ShouldBe(McNemar.Test(PairedCounts.Of(before[change.First], before[change.Second])).PValue);
                TestContext.Current.TestOutputHelper?.WriteLine(
                    $"{view}: {real.Names[change.First]} > {real.Names[change.Second]} by {change.Before.Value:P3} (p "
                        + $"{change.PBefore:G3}), then {change.After.Value:P3} (p {change.PAfter:G3})"
                );
            }
        }
        total.ShouldBeGreaterThan(0);
    }
}
