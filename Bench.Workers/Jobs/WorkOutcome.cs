namespace Bench.Workers.Jobs;

/// <summary>How one taking of a piece of work ended.</summary>
public enum WorkOutcome
{
    /// <summary>It waits again: a shutdown, a fault of this machine, or a database that did not answer.</summary>
    GivenBack,

    Done,

    /// <summary>Its subject carries the failure.</summary>
    Failed,

    /// <summary>The lease ran out, or it was called off.</summary>
    Lost,
}
