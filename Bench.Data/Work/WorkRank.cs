namespace Bench.Data.Work;

/// <summary>How early work's turn comes. <see cref="Device"/> has a line of its own; in the other line a lower rank
/// goes first.</summary>
public enum WorkRank
{
    /// <summary>Nothing can be asked of a dataset before it is imported.</summary>
    Import,

    /// <summary>A person waits for the answer.</summary>
    Awaited,

    /// <summary>Scores that exist are computed again.</summary>
    Rescoring,

    /// <summary>The service's own upkeep.</summary>
    Housekeeping,

    /// <summary>Runs a model: one at a time for each device.</summary>
    Device,
}
