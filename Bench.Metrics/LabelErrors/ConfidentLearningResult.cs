namespace Bench.Metrics.LabelErrors;

/// <summary>What confident learning finds in one model's predictions.</summary>
public sealed record ConfidentLearningResult
{
    /// <summary>Images that are confidently of another class than their label, by
    /// <see cref="LabelCandidate.ByNormalisedMargin"/>.</summary>
    public required IReadOnlyList<LabelCandidate> Candidates { get; init; }

    /// <summary>Images with a used label.</summary>
    public required int Images { get; init; }
}
