namespace Bench.Metrics.LabelErrors;

/// <summary>What confident learning finds in one model's predictions.</summary>
public sealed record ConfidentLearningResult
{
    /// <summary>[C] t_j: mean probability of class j over the images labelled j; NaN for a class without
    /// images.</summary>
    public required IReadOnlyList<double> Thresholds { get; init; }

    /// <summary>Cells of the confident joint that are not zero, diagonal included, by given and then confident
    /// class.</summary>
    public required IReadOnlyList<ConfidentCell> Joint { get; init; }

    /// <summary>Off-diagonal images, by <see cref="LabelCandidate.ByNormalisedMargin"/>.</summary>
    public required IReadOnlyList<LabelCandidate> Candidates { get; init; }

    /// <summary>Images with a used label.</summary>
    public required int Images { get; init; }
}
