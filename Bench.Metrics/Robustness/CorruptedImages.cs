namespace Bench.Metrics.Robustness;

/// <summary>Which picture each image of a corruption tree is, and what was done to it.</summary>
public sealed record CorruptedImages
{
    /// <summary>[N] corruption of each image, by folder name.</summary>
    public required IReadOnlyList<string> Corruption { get; init; }

    /// <summary>[N] severity of each image, 1 to 5.</summary>
    public required IReadOnlyList<int> Severity { get; init; }

    /// <summary>[N] picture that each image was made from; the copies of one picture share a number, 0 … <see cref="Pictures"/> −
    /// 1.</summary>
    public required IReadOnlyList<int> Picture { get; init; }

    /// <summary>Number of pictures.</summary>
    public required int Pictures { get; init; }

    /// <summary>[<see cref="Pictures"/>] the picture's place in the clean dataset, −1 where it has none; empty when there is no clean
    /// dataset.</summary>
    public IReadOnlyList<int> CleanImage { get; init; } = [];
}
