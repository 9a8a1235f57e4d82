using Bench.Service.Evaluations.Review;

namespace Bench.Tests.Cases;

/// <summary>Logits that a model moves away from 0 have the same probabilities, and half precision keeps less of them.</summary>
public sealed class CoarseLogitTests
{
    [Theory]
    [InlineData(0, 60, false)]
    [InlineData(150, 60, false)]
    [InlineData(1_000, 60, true)]
    [InlineData(-20_000, 60, true)]
    [InlineData(20_000, 10, false)]
    public void Scores_far_from_zero_are_told_where_half_precision_keeps_them(float offset, int classes, bool told)
    {
        var random = new Random(5);
        var (facts, row) = (new RowFacts(), new float[classes]);
        for (var image = 0; image < 50; image++)
        {
            for (var c = 0; c < classes; c++)
                row[c] = offset + (float)(6 * random.NextDouble() - 3);
            facts = facts.With(row);
        }

        var check = RowChecks.Of(facts).SingleOrDefault(check => check.Code == "logits-coarse");

        (check is not null).ShouldBe(told);
        if (offset == 1_000)
            check!.Message.ShouldContain("off by up to 0.49 there");
    }
}
