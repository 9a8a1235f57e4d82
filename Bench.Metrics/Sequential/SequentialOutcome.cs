namespace Bench.Metrics.Sequential;

/// <summary>Where a mean lies, as far as it is decided.</summary>
public enum SequentialOutcome
{
    /// <summary>The numbers so far do not tell.</summary>
    Undecided,

    /// <summary>Above the upper threshold.</summary>
    Above,

    /// <summary>Below the lower threshold.</summary>
    Below,

    /// <summary>Between the two.</summary>
    Within,
}
