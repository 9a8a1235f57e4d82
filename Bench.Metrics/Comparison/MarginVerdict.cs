namespace Bench.Metrics.Comparison;

/// <summary>Whether a model keeps up with another within a margin.</summary>
public enum MarginVerdict
{
    /// <summary>It is not worse by more than the margin.</summary>
    NotWorse,

    /// <summary>It is worse by more than the margin.</summary>
    Worse,

    /// <summary>The images do not tell.</summary>
    Undecided,
}
