using Bench.Metrics.Catalogue;
using Bench.Metrics.OpenSet;
using Bench.Metrics.Predicted;
using Bench.Metrics.Selective;

namespace Bench.Tests.Metrics;

/// <summary>Confidences within a millionth of 1, which float32 cannot tell apart, rank as their float64 logits say.</summary>
public sealed class SurpriseTests
{
    const int Images = 4_000,
        Classes = 30;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_saturated_model_ranks_as_in_float64(bool full)
    {
        var (rows, label) = Saturated();
        var predictions = MadePredictions.From(rows);
        if (!full)
            predictions = predictions with { Logits = default };
        var exact = Array.ConvertAll(rows, Exact);
        var right = Enumerable.Range(0, Images).Select(i => predictions.TopClass.Span[i * 10] == label[i]).ToArray();

        var surprises = predictions.Surprises();
        var card = Scorer.Score(
            predictions,
            WrittenLabels.Single(label),
            new() { Metrics = ["aurc", "auroc-correctness", "ece"], Resamples = 20 },
            TestContext.Current.CancellationToken
        );

        exact.Count(surprise => surprise is > 0 and < 1e-6).ShouldBeGreaterThan(500);
        // A head alone lacks what the classes behind it have, and keeps a rounded difference for longer.
        for (var i = 0; i < Images; i++)
            surprises[i].ShouldBeInRange((full ? 0.99 : 0.4) * exact[i] - 1e-12, (full ? 1.01 : 1.07) * exact[i] + 1e-12, $"image {i}");
        var close = surprises.Where(surprise => surprise is > 0 and < 1e-6).ToArray();
        close.Distinct().Count().ShouldBe(close.Length);
        var sweep = ThresholdSweep.Of(Array.ConvertAll(exact, surprise => -(float)surprise), right);
        var collapsed = ThresholdSweep.Of(Enumerable.Range(0, Images).Select(i => predictions.ProbabilityAt(i, 0)).ToArray(), right);
        Math.Abs(Value(card, "aurc") - Aurc.Compute(sweep)).ShouldBeLessThan(Math.Abs(Aurc.Compute(collapsed) - Aurc.Compute(sweep)) / 10);
        Math.Abs(Value(card, "auroc-correctness") - Auroc.Compute(sweep))
            .ShouldBeLessThan(Math.Abs(Auroc.Compute(collapsed) - Auroc.Compute(sweep)) / 10);
        var scores = new float[Images];
        OodScores.Compute(predictions, OodScore.MaxSoftmax, scores);
        scores.ShouldBe(surprises.Select(surprise => (float)surprise));
    }

    [Fact]
    public void A_probability_sent_alone_is_its_own_logarithm()
    {
        var surprises = MadePredictions.TopConfidence(5, (0, 1), (1, 0.25), (2, 0.5)).Surprises();

        surprises[0].ShouldBe(0);
        surprises[1].ShouldBe(Math.Log(4), 1e-6);
        Should.Throw<InvalidOperationException>(() => MadePredictions.Ranks(3, [1]).Surprises());
    }

    static double Value(Scorecard card, string metric) => card.Scores.Single(score => score.Metric == metric).Value;

    /// <summary>−ln softmax of the best class in float64.</summary>
    static double Exact(float[] row)
    {
        var best = row.Max();
        var rest = row.OrderDescending().Skip(1).Sum(logit => Math.Exp((double)logit - best));
        return rest < 1e-4 ? rest - rest * rest / 2 + rest * rest * rest / 3 : Math.Log(1 + rest);
    }

    /// <summary>Best logits near 40 whose lead over the next runs from nothing to 24; the more the lead, the more often right.</summary>
    static (float[][] Rows, int[] Label) Saturated()
    {
        var random = new Random(15);
        var (rows, label) = (new float[Images][], new int[Images]);
        for (var i = 0; i < Images; i++)
        {
            var lead = 24 * random.NextSingle();
            var best = random.Next(Classes);
            rows[i] = [.. Enumerable.Range(0, Classes).Select(c => c == best ? 40 : 40 - lead - 6 * random.NextSingle())];
            label[i] = random.NextDouble() < 0.5 + lead / 60 ? best : (best + 1) % Classes;
        }
        return (rows, label);
    }
}
