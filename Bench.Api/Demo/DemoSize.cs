using Bench.Api.Demo.Classifiers;
using Bench.Api.Demo.Pictures;

namespace Bench.Api.Demo;

/// <summary>How much the demo makes.</summary>
/// <param name="Pictures">Pictures of the dataset, classes in turn.</param>
/// <param name="TrainingPictures">Pictures that the classifiers learn from.</param>
/// <param name="Classifiers">The classifiers.</param>
internal sealed record DemoSize(int Pictures, int TrainingPictures, IReadOnlyList<DemoClassifier> Classifiers)
{
    /// <summary>The size of <c>--demo</c>.</summary>
    public static DemoSize Full { get; } = new(DemoDataset.DefaultCount, 600, DemoClassifier.All);

    /// <summary>The least that goes the whole way, for tests.</summary>
    public static DemoSize Small { get; } = new(40, 60, [DemoClassifier.All[^1]]);
}
