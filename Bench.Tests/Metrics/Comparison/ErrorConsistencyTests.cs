using Bench.Metrics.Comparison;

namespace Bench.Tests.Metrics.Comparison;

public sealed class ErrorConsistencyTests
{
    [Fact]
    public void Agrees_with_statsmodels_and_scikit_learn()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("consistency", "kappa"))
        {
            var consistency = ErrorConsistency.Of(new PairedCounts(golden.Counts[0], golden.Counts[1], golden.Counts[2], golden.Counts[3]));
            consistency.Kappa.ShouldBe(golden.Kappa, 1e-12);
            consistency.Interval.Low.ShouldBe(golden.Low, 1e-11);
            consistency.Interval.High.ShouldBe(golden.High, 1e-11);
            consistency.N.ShouldBe(golden.Counts.Sum());
        }
    }

    [Fact]
    public void One_who_errs_where_the_other_errs_has_1_and_one_who_errs_elsewhere_has_less_than_0()
    {
        var same = Of("110010", "110010");
        (same.Kappa, same.Interval.High, same.Observed).ShouldBe((1, 1, 1));
        Of("110", "101").Kappa.ShouldBe(-0.5, 1e-12);
        Of("1100", "1010").Kappa.ShouldBe(0, 1e-12);
    }

    [Fact]
    public void Two_who_are_always_right_agree_by_chance_alone_and_no_image_gives_no_number()
    {
        Of("1111", "1111").Kappa.ShouldBe(double.NaN);
        ErrorConsistency.Of(default).Kappa.ShouldBe(double.NaN);
    }

    static ErrorConsistency Of(string first, string second) =>
        ErrorConsistency.Of(PairedCounts.Of(Bits.Outcomes(first), Bits.Outcomes(second)));

    sealed record Golden(int[] Counts, double Kappa, double Low, double High);
}
