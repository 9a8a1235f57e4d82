using Bench.Service.Evaluations.Review;

namespace Bench.Tests.Cases;

/// <summary>Rows of which the best few scores were kept and one number was put in the place of all others.</summary>
public sealed class CutOffScoreTests
{
    const int Images = 64;
    const int Classes = 100;

    readonly Random _random = new(17);

    [Theory]
    [InlineData("five logits, zeros behind", true)]
    [InlineData("five probabilities, zeros behind", true)]
    [InlineData("no negative logits", true)]
    [InlineData("logits", false)]
    [InlineData("a mask of very small numbers", false)]
    [InlineData("probabilities that half precision rounds to zero", false)]
    [InlineData("sure logits, zeros behind", false)]
    public void Scores_behind_the_best_that_are_all_one_number_are_doubted(string kind, bool isDoubted)
    {
        var (facts, halves) = (new RowFacts(), (new RowFacts(), new RowFacts()));
        for (var image = 0; image < Images; image++)
        {
            var row = Made(kind);
            facts = facts.With(row);
            halves = image % 2 == 0 ? (halves.Item1.With(row), halves.Item2) : (halves.Item1, halves.Item2.With(row));
        }

        RowChecks.Of(facts).Select(check => check.Code).ShouldBe(isDoubted ? ["scores-clipped"] : []);
        halves.Item1.With(halves.Item2).CutOff.ShouldBe(facts.CutOff);
    }

    float[] Made(string kind)
    {
        float[] row = [.. Enumerable.Range(0, Classes).Select(_ => (float)(4 * (_random.NextDouble() - 0.6)))];
        row[_random.Next(Classes)] = 6 + _random.NextSingle();
        var fifth = row.OrderDescending().ElementAt(4);
        float[] probabilities = [.. row.Select(MathF.Exp)];
        var sum = probabilities.Sum();
        return kind switch
        {
            "five logits, zeros behind" => Array.ConvertAll(row, logit => logit >= fifth ? logit : 0),
            "sure logits, zeros behind" => Array.ConvertAll(row, logit => logit >= fifth ? 5 * logit : 0),
            "no negative logits" => Array.ConvertAll(row, logit => MathF.Max(0, logit)),
            "a mask of very small numbers" => Array.ConvertAll(row, logit => logit >= fifth ? logit : -1e4f),
            "five probabilities, zeros behind" => OfFive(),
            "probabilities that half precision rounds to zero" => Rounded(),
            _ => row,
        };

        float[] OfFive()
        {
            var kept = row.Where(logit => logit >= fifth).Sum(MathF.Exp);
            return Array.ConvertAll(row, logit => logit >= fifth ? MathF.Exp(logit) / kept : 0);
        }

        float[] Rounded()
        {
            float[] sharp = [.. row.Select(logit => MathF.Exp(2.5f * (logit - 7)))];
            var total = sharp.Sum();
            return Array.ConvertAll(sharp, value => (float)(Half)(value / total));
        }
    }
}
