using Bench.Metrics.Comparison;
using CsCheck;

namespace Bench.Tests.Metrics.Comparison;

public class CorrelationTests
{
    static readonly Gen<double[]> Column = Gen.Int[0, 6].Select(static v => v == 6 ? double.NaN : (double)v).Array[12];

    [Theory]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void An_order_of_few_models_says_nothing(int models, bool shown)
    {
        double[] column = [.. Enumerable.Range(0, models)];

        double.IsNaN(KendallTau.Compute(column, column).Shown).ShouldBe(!shown);
        KendallTau.Compute(column, column).N.ShouldBe(models);
    }

    [Fact]
    public void Agrees_with_SciPy()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("comparison", "correlation"))
        {
            KendallTau.Compute(golden.X, golden.Y).ShouldEqual(golden.Kendall, golden.X.Length);
            SpearmanRho.Compute(golden.X, golden.Y).ShouldEqual(golden.Spearman, golden.X.Length);
        }
    }

    [Fact]
    public void Kendall_matches_counting_every_pair() =>
        Gen.Select(Column, Column)
            .Sample(
                (x, y) =>
                {
                    double difference = 0,
                        untiedX = 0,
                        untiedY = 0;
                    for (var i = 0; i < x.Length; i++)
                    for (var j = 0; j < i; j++)
                    {
                        if (double.IsNaN(x[i] + y[i] + x[j] + y[j]))
                            continue;
                        int signX = Math.Sign(x[i] - x[j]),
                            signY = Math.Sign(y[i] - y[j]);
                        difference += signX * signY;
                        untiedX += signX * signX;
                        untiedY += signY * signY;
                    }
                    var expected = untiedX * untiedY == 0 ? double.NaN : difference / Math.Sqrt(untiedX * untiedY);
                    KendallTau.Compute(x, y).Value.ShouldBeNear(expected, 1e-12);
                },
                iter: 1000
            );

    [Fact]
    public void Spearman_is_unmoved_by_monotone_change_and_flips_with_order() =>
        Gen.Select(Column, Column)
            .Sample(
                (x, y) =>
                {
                    var rho = SpearmanRho.Compute(x, y).Value;
                    SpearmanRho.Compute(Array.ConvertAll(x, Math.Exp), y).Value.ShouldBeNear(rho, 1e-12);
                    SpearmanRho.Compute(Array.ConvertAll(x, static v => -v), y).Value.ShouldBeNear(-rho, 1e-12);
                }
            );

    [Fact]
    public void Missing_values_leave_their_model_out()
    {
        double[] x = [1, 2, double.NaN, 3, 4],
            y = [1, 3, 9, 2, double.NaN];
        KendallTau.Compute(x, y).ShouldEqual(1.0 / 3, 3);
        SpearmanRho.Compute(x, y).ShouldEqual(0.5, 3);
    }

    [Fact]
    public void Constant_or_single_values_have_no_correlation()
    {
        KendallTau.Compute([2, 2, 2], [1, 2, 3]).ShouldEqual(double.NaN, 3);
        SpearmanRho.Compute([1], [1]).ShouldEqual(double.NaN, 1);
        SpearmanRho.Compute([], []).ShouldEqual(double.NaN, 0);
        Should.Throw<ArgumentException>(() => KendallTau.Compute([1], []));
    }

    sealed record Golden(double[] X, double[] Y, double Kendall, double Spearman);
}

file static class CorrelationAssertions
{
    public static void ShouldEqual(this Correlation actual, double value, int n)
    {
        actual.Value.ShouldBeNear(value, 1e-12);
        actual.N.ShouldBe(n);
    }
}
