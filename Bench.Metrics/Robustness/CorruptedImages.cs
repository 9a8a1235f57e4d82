namespace Bench.Metrics.Robustness;

/// <summary>Which picture each image of a corruption tree is, and what was done to it.</summary>
public sealed record CorruptedImages
{
    /// <summary>[N] corruption of each image, by folder name.</summary>
    public required IReadOnlyList<string> Corruption { get; init; }

    /// <summary>[N] severity of each image, from 1: the level itself where levels are whole numbers, else its
    /// rank.</summary>
    public required IReadOnlyList<int> Severity { get; init; }

    /// <summary>[N] picture that each image was made from; the copies of one picture share a number, 0 …
    /// <see cref="Pictures"/> − 1.</summary>
    public required IReadOnlyList<int> Picture { get; init; }

    /// <summary>Number of pictures.</summary>
    public required int Pictures { get; init; }

    /// <summary>Folder of each corruption's severity, where it is not the number itself.</summary>
    public IReadOnlyDictionary<(string Corruption, int Severity), string> Levels { get; init; } =
        new Dictionary<(string Corruption, int Severity), string>();

    /// <summary>Mean error of the model that this tree's numbers are measured against, by corruption; empty where there
    /// is none, or where it is ImageNet-C's own, <see cref="AlexNetErrors"/>.</summary>
    public IReadOnlyDictionary<string, double> Yardstick { get; init; } = new Dictionary<string, double>();

    /// <summary>Why errors are not divided by AlexNet's, for a person; null where they are.</summary>
    public string? WhyNoYardstick { get; init; }

    /// <summary>[<see cref="Pictures"/>] the picture's place in the clean dataset, −1 where it has none; empty when
    /// there is no clean dataset.</summary>
    public IReadOnlyList<int> CleanImage { get; init; } = [];
}
