using Bench.Metrics.Statistics;

namespace Bench.Tests.Metrics.Comparison;

public class SpecialFunctionTests
{
    [Fact]
    public void The_upper_gamma_tail_agrees_with_SciPy()
    {
        foreach (var golden in GoldenNumbers.Read<Tail>("comparison", "upperGamma"))
            UpperGamma
                .Log(golden.A, golden.X)
                .ShouldBe(golden.Log, Math.Abs(golden.Log) * 1e-11 + 1e-13, $"a = {golden.A}, x = {golden.X}");
    }

    [Fact]
    public void The_inverse_gives_the_known_normal_quantiles()
    {
        Math.Sqrt(2 * UpperGamma.Inverse(0.5, 0.05)).ShouldBe(1.9599639845400545, 1e-12);
        Math.Sqrt(2 * UpperGamma.Inverse(0.5, 1e-7)).ShouldBe(5.3267238863, 1e-9);
    }

    [Fact]
    public void Log_gamma_agrees_with_the_C_library()
    {
        foreach (var golden in GoldenNumbers.Read<Gamma>("comparison", "logGamma"))
            LogGamma.Compute(golden.X).ShouldBe(golden.Value, Math.Abs(golden.Value) * 1e-14 + 1e-14);
    }

    sealed record Tail(double A, double X, double Log);

    sealed record Gamma(double X, double Value);
}
