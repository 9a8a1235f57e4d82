using Bench.Service.Evaluations.Review;
using Bench.Service.Models;

namespace Bench.Tests.Cases;

/// <summary>Numbers on both sides of 0 that were made from probabilities, or lost their scale, image by image.</summary>
public sealed class RowSampleTests
{
    const int Images = 100;
    const int Classes = 50;

    readonly Random _random = new(29);

    [Theory]
    [InlineData("deviation 1", "√ Σ x² is 7.07")]
    [InlineData("length 1", "√ Σ x² is 1")]
    [InlineData("log p / (1 − p)", "log p / (1 − p)")]
    [InlineData("log (p + 0.01)", "Σ exp x is 1.5")]
    [InlineData("logits", null)]
    [InlineData("log p", null)]
    [InlineData("similarities without their scale", null)]
    [InlineData("one number for the best class and one for all others", null)]
    [InlineData("a network without training, which hardly looks at the picture", null)]
    public void What_was_done_to_a_row_is_seen_by_what_all_rows_have_in_common(string kind, string? words)
    {
        var (facts, parts) = (new RowFacts(), new RowFacts());
        for (var image = 0; image < Images; image++)
        {
            var row = Made(kind);
            facts = facts.With(row);
            parts = parts.With(new RowFacts().With(row));
        }

        foreach (var each in new[] { facts, parts })
        {
            each.Kind.ShouldBe(
                words is not null ? OutputKind.Scores
                : kind == "log p" ? OutputKind.LogProbabilities
                : null
            );
            if (words is not null)
                each.Sample.WhyNoLogits.ShouldNotBeNull().ShouldContain(words);
        }
    }

    /// <summary>As log(p + ε) is written against log 0: the best of a sure row is a little above 0.</summary>
    [Theory]
    [InlineData(Math.E, 1, OutputKind.LogProbabilities, false)]
    [InlineData(2, 1, OutputKind.Scores, false)]
    [InlineData(10, 1, OutputKind.Scores, false)]
    [InlineData(Math.E, -1, OutputKind.Scores, true)]
    public void Logarithms_of_probabilities_and_a_little_more_are_seen_by_their_base(
        double @base,
        int sign,
        OutputKind kind,
        bool isNegated
    )
    {
        var facts = new RowFacts();
        for (var image = 0; image < Images; image++)
        {
            var row = Made(image == 0 ? "sure" : "log p");
            facts = facts.With([.. row.Select(value => (float)(sign * Math.Log(Math.Exp(value) + 1e-5, @base)))]);
        }

        (sign > 0 ? facts.Most > 0 : facts.Least < 0).ShouldBeTrue();
        facts.Kind.ShouldBe(kind);
        facts.IsNegated.ShouldBe(isNegated);
    }

    float[] Made(string kind)
    {
        double[] row = [.. Enumerable.Range(0, Classes).Select(_ => 3 * (_random.NextDouble() - 0.5))];
        var best = _random.Next(Classes);
        row[best] = 2 + 6 * _random.NextDouble();
        var sum = row.Sum(Math.Exp);
        var (mean, length) = (row.Average(), Math.Sqrt(row.Sum(value => value * value)));
        var deviation = Math.Sqrt(row.Sum(value => (value - mean) * (value - mean)) / Classes);
        return
        [
            .. row.Select(
                (value, place) =>
                    (float)(
                        kind switch
                        {
                            "deviation 1" => (value - mean) / deviation,
                            "length 1" => value / length,
                            "log p / (1 − p)" => Math.Log(Math.Exp(value) / (sum - Math.Exp(value))),
                            "log (p + 0.01)" => Math.Log(Math.Exp(value) / sum + 0.01),
                            "log p" => value - Math.Log(sum),
                            "sure" => place == best ? 0 : -40,
                            "similarities without their scale" => value / 50,
                            "one number for the best class and one for all others" => place == best ? 5 : -5,
                            "a network without training, which hardly looks at the picture" => Math.Sin(place) + value / 1000,
                            _ => value,
                        }
                    )
            ),
        ];
    }
}
