using Bench.Metrics.Statistics;
using CsCheck;

namespace Bench.Tests.Metrics.Comparison;

public class HolmTests
{
    [Fact]
    public void Agrees_with_statsmodels()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("comparison", "holm"))
            Adjust(golden.P).ShouldBe(golden.Adjusted, 1e-14);
    }

    [Fact]
    public void A_missing_p_stays_missing_and_does_not_count() => Adjust([0.01, double.NaN, 0.02]).ShouldBe([0.02, double.NaN, 0.02]);

    [Fact]
    public void Order_of_p_is_kept_and_none_becomes_smaller() =>
        Gen.Double[0, 1]
            .Array[1, 30]
            .Sample(p =>
            {
                var adjusted = Adjust(p);
                for (var i = 0; i < p.Length; i++)
                {
                    adjusted[i].ShouldBeInRange(p[i], 1);
                    for (var j = 0; j < p.Length; j++)
                        if (p[i] <= p[j])
                            adjusted[i].ShouldBeLessThanOrEqualTo(adjusted[j]);
                }
            });

    [Fact]
    public void An_empty_family_is_fine() => Adjust([]).ShouldBeEmpty();

    [Fact]
    public void Values_outside_the_unit_interval_are_refused() => Should.Throw<ArgumentOutOfRangeException>(() => Adjust([0.2, 1.1]));

    static double[] Adjust(double[] p)
    {
        var adjusted = new double[p.Length];
        Holm.Adjust(p, adjusted);
        return adjusted;
    }

    sealed record Golden(double[] P, double[] Adjusted);
}
