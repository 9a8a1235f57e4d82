namespace Bench.Metrics.Robustness;

/// <summary>Images that follow one another: the frames of short films, in each of which a picture is perturbed a little
/// more from frame to frame.</summary>
public sealed record FrameSequences
{
    /// <summary>Each sequence.</summary>
    public required IReadOnlyList<FrameSequence> Sequences { get; init; }

    /// <summary>Number of pictures that sequences are made from.</summary>
    public required int Pictures { get; init; }

    /// <summary>Flip rate of the model that others are measured against, by perturbation; empty where none is
    /// declared.</summary>
    public IReadOnlyDictionary<string, double> Yardstick { get; init; } = new Dictionary<string, double>();

    /// <summary>Whether frames of a perturbation are each held against the first one: noise is drawn again for every
    /// frame, so neighbours are no nearer to each other than any two. Otherwise each is held against the one before
    /// it.</summary>
    public static bool IsAgainstFirst(string perturbation)
    {
        ArgumentNullException.ThrowIfNull(perturbation);
        return perturbation.Contains("noise", StringComparison.Ordinal);
    }
}
