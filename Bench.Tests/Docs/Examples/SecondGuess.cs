using Bench.Metrics.Catalogue;

namespace Bench.Tests.Docs.Examples;

/// <summary>The share of images whose second-best class is acceptable while the best one is not.</summary>
static class SecondGuess
{
    public static MetricDefinition Metric { get; } =
        new()
        {
            Id = "second-guess",
            Name = "Second guess",
            Family = MetricFamily.Accuracy,
            Direction = MetricDirection.None,
            Formula = "share of used images whose best class is not acceptable and whose second-best class is",
            Source = "an example",
            Ranks = 2,
            Measure = inputs =>
                inputs.Proportion(image =>
                    !inputs.Correct[image]
                    && inputs.Labels.Accepts(image, inputs.Predictions.TopClass.Span[image * inputs.Predictions.HeadSize + 1])
                ),
        };
}
