using Bench.Metrics.Comparison;

namespace Bench.Tests.Metrics.Comparison;

public class CochranQTests
{
    [Fact]
    public void Agrees_with_statsmodels()
    {
        foreach (var golden in GoldenNumbers.Read<Golden>("comparison", "cochranQ"))
        {
            var result = CochranQ.Test([.. golden.Correct.Select(Bits.Outcomes)]);
            result.Q.ShouldBe(golden.Q, golden.Q * 1e-12);
            result.PValue.ShouldBe(golden.P, golden.P * 1e-10);
            result.DegreesOfFreedom.ShouldBe(golden.Correct.Length - 1);
            result.N.ShouldBe(golden.Correct[0].Length);
        }
    }

    [Fact]
    public void For_two_models_it_is_McNemars_statistic() =>
        CochranQ.Test([Bits.Outcomes("1111110"), Bits.Outcomes("1000011")]).Q.ShouldBe((4.0 - 1) * (4 - 1) / 5, 1e-12);

    [Fact]
    public void Only_images_that_every_model_uses_count()
    {
        var masked = CochranQ.Test([Bits.Masked("11-0101"), Bits.Masked("1010-00"), Bits.Masked("011111-")]);
        masked.ShouldBe(CochranQ.Test([Bits.Outcomes("1100"), Bits.Outcomes("1000"), Bits.Outcomes("0111")]) with { N = 4 });
    }

    [Fact]
    public void Models_that_no_image_separates_do_not_differ()
    {
        var result = CochranQ.Test([Bits.Outcomes("1100"), Bits.Outcomes("1100"), Bits.Outcomes("1100")]);
        (result.Q, result.PValue).ShouldBe((0, 1));
    }

    [Fact]
    public void No_shared_image_gives_no_number() => CochranQ.Test([Bits.Masked("1-"), Bits.Masked("-1")]).PValue.ShouldBe(double.NaN);

    [Fact]
    public void Many_models_on_many_images_match_the_plain_formula()
    {
        var random = new Random(11);
        var models = Enumerable
            .Range(0, 37)
            .Select(_ => new ImageOutcomes(Bits.Where(500, _ => random.NextDouble() < 0.7), Bits.All(500)))
            .ToArray();
        double total = models.Sum(static m => m.RightCount),
            columns = models.Sum(static m => (double)m.RightCount * m.RightCount),
            rows = 0;
        for (var image = 0; image < 500; image++)
            rows += Math.Pow(models.Count(m => m.Correct[image]), 2);
        CochranQ.Test(models).Q.ShouldBe(36 * (37 * columns - total * total) / (37 * total - rows), 1e-9);
    }

    [Fact]
    public void One_model_is_refused() => Should.Throw<ArgumentException>(() => CochranQ.Test([Bits.Outcomes("1")]));

    sealed record Golden(string[] Correct, double Q, double P);
}
