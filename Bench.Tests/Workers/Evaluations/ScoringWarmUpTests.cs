using Bench.Workers.Evaluations.Scores;

namespace Bench.Tests.Workers.Evaluations;

public sealed class ScoringWarmUpTests
{
    /// <summary>What fails here would be compiled after an evaluation's run.</summary>
    [Fact]
    public void It_goes_through_the_metrics_of_labels_of_ranks_and_of_probabilities()
    {
        var card = ScoringWarmUp.Score();

        var scores = card.Scores.ToDictionary(score => score.Metric);
        foreach (var metric in new[] { "top1", "macro-f1", "mean-average-precision", "nll", "brier" })
            (scores[metric].CiLow < scores[metric].CiHigh).ShouldBeTrue(metric);
        card.Scores.Count.ShouldBeGreaterThan(card.Missing.Count);
    }
}
