using Bench.Metrics.Clustered;
using Bench.Metrics.Hierarchy;
using Bench.Metrics.Mistakes;
using Bench.Metrics.Numerics;

namespace Bench.Metrics.Scoring;

/// <summary>How to score. The defaults are the published contract; other values are stored with the
/// scores.</summary>
public sealed record ScoringOptions
{
    public static ScoringOptions Default { get; } = new();

    /// <summary>Ids to compute; null computes the whole catalogue.</summary>
    public IReadOnlyCollection<string>? Metrics { get; init; }

    /// <summary>Bootstrap resamples behind every interval that is not Wilson's.</summary>
    public int Resamples { get; init; } = 1_000;

    /// <summary>Seed of resampling weights and of every seeded subsample.</summary>
    public ulong Seed { get; init; } = 2012;

    /// <summary>Images on which a temperature may be fitted and prediction sets calibrated (see
    /// <c>CalibrationSplit</c>); null leaves these metrics out.</summary>
    public BitSet? CalibrationSplit { get; init; }

    /// <summary>Is-a hierarchy of the classes, from the operator's file; null leaves the severity of mistakes
    /// out.</summary>
    public ClassHierarchy? Hierarchy { get; init; }

    /// <summary>Evidence that explains mistakes, over the classes and images that are scored; null leaves the kinds of
    /// mistakes out.</summary>
    public MistakeEvidence? Mistakes { get; init; }

    /// <summary>Distances between the classes as a paper published them, from the operator's file; null leaves what is
    /// measured by them out.</summary>
    public ClassDistances? PublishedDistances { get; init; }

    /// <summary>Pictures of the images, where several are of one: copies under corruptions, frames of films. Intervals
    /// are then as uncertain as the pictures are, and what has no such interval has none. Null where each image is its
    /// own.</summary>
    public Clusters? Pictures { get; init; }

    /// <summary>Threads to use; −1 takes all. The results do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init; } = -1;

    internal ParallelOptions Parallel(CancellationToken cancellationToken) =>
        new()
        {
            MaxDegreeOfParallelism = MaxDegreeOfParallelism == -1 ? Environment.ProcessorCount : MaxDegreeOfParallelism,
            CancellationToken = cancellationToken,
        };
}
