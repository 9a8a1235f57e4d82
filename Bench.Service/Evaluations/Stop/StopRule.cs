using Bench.Metrics.Sequential;

namespace Bench.Service.Evaluations.Stop;

/// <summary>A question that ends an evaluation as soon as it is decided, as it was settled when the evaluation
/// began.</summary>
/// <param name="Against">Evaluation of the other model; null where an accuracy is asked about.</param>
/// <param name="AgainstModel">That model.</param>
/// <param name="AgainstName">Its name then.</param>
/// <param name="BetterOrWorseBy">Margin of the difference, a fraction in [0, 1).</param>
/// <param name="AccuracyAboveOrBelow">Threshold of the accuracy, in (0, 1).</param>
/// <param name="Alpha">Most often that a decision is wrong.</param>
/// <param name="About">What the question is about.</param>
/// <param name="LabelSet">Key of the label set under which images are right or wrong.</param>
/// <param name="LabelSetId">Its version.</param>
/// <param name="Seed">Of the random order in which images are run. Chosen by the service, so that nobody looks for a
/// lucky one.</param>
public sealed record StopRule(
    Guid? Against,
    Guid? AgainstModel,
    string? AgainstName,
    double? BetterOrWorseBy,
    double? AccuracyAboveOrBelow,
    double Alpha,
    StopScope About,
    string LabelSet,
    Guid LabelSetId,
    int Seed
)
{
    /// <summary>Most looks at a run; more cost more starts of the model than they save images.</summary>
    const int MostLooks = 50;

    /// <summary>Fewest and most images between two looks.</summary>
    const int FewestImages = 200;
    const int MostImages = 20_000;

    /// <summary>Whether two rules ask the same, whatever their order of images.</summary>
    public bool AsksTheSameAs(StopRule other) => this == other with { Seed = Seed, AgainstName = AgainstName };

    /// <summary>The test.</summary>
    /// <param name="images">Images of the dataset that count.</param>
    public SequentialQuestion Question(int images)
    {
        int? population = About == StopScope.Dataset ? images : null;
        return BetterOrWorseBy is { } margin
            ? SequentialQuestion.Difference(margin, Alpha, population)
            : SequentialQuestion.Accuracy(AccuracyAboveOrBelow!.Value, Alpha, population);
    }

    /// <summary>Images between two looks.</summary>
    /// <param name="images">Images of the dataset.</param>
    /// <param name="shardSize">Most images of a shard.</param>
    public static int ShardSize(int images, int shardSize) => Math.Min(shardSize, Math.Clamp(images / MostLooks, FewestImages, MostImages));
}
