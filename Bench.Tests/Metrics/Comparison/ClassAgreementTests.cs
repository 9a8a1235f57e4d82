using Bench.Metrics.Comparison;

namespace Bench.Tests.Metrics.Comparison;

public sealed class ClassAgreementTests
{
    [Fact]
    public void Agrees_with_NumPy_and_SciPy()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("class_agreement", "agreement"))
        {
            var agreement = ClassAgreement.Of(Bits.Outcomes(golden.First), Bits.Outcomes(golden.Second), golden.Labels);
            agreement.Correlation.ShouldBe(golden.Correlation, 1e-12);
            agreement.Error.ShouldBe(golden.Error, 1e-12);
        }
    }

    /// <summary>One class is easy and one is hard for both; within each the two have nothing in common.</summary>
    [Fact]
    public void What_classes_have_in_common_counts_for_nothing()
    {
        var agreement = ClassAgreement.Of(Bits.Outcomes("11100100"), Bits.Outcomes("11011000"), [0, 0, 0, 0, 1, 1, 1, 1]);

        agreement.Correlation.ShouldBe(-1.0 / 3, 1e-12);
    }

    [Fact]
    public void Images_that_are_left_out_and_classes_of_one_image_say_nothing()
    {
        var (first, second) = (Bits.Outcomes("1100101"), Bits.Outcomes("1010011"));

        var (all, some) = (
            ClassAgreement.Of(first, second, [0, 0, 0, 0, 1, 2, 3]),
            ClassAgreement.Of(first, second, [0, 0, 0, 0, -1, 1, 2])
        );
        (some.Correlation, some.Error).ShouldBe((all.Correlation, all.Error));
        ClassAgreement.Of(first, second, [0, 1, 2, 3, 4, 5, 6]).Correlation.ShouldBe(double.NaN);
    }

    /// <summary>Of accuracies ¼ and ¾: √((¼ · ¼) / (¾ · ¾)).</summary>
    [Fact]
    public void Models_of_other_accuracies_have_less_in_common_at_most() =>
        ClassAgreement.Of(Bits.Outcomes("1000"), Bits.Outcomes("1110"), [0, 0, 0, 0]).Most.ShouldBe(1.0 / 3, 1e-12);

    sealed record Golden(int[] Labels, string First, string Second, double Correlation, double Error);
}
