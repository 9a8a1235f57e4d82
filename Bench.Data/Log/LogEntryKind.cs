namespace Bench.Data.Log;

/// <summary>What an entry of the log tells.</summary>
public enum LogEntryKind
{
    /// <summary>An evaluation was asked for, or predictions were sent; nothing is scored yet.</summary>
    Submission,

    /// <summary>An evaluation was scored under a label set: what went in, and every number that came out.</summary>
    Receipt,

    /// <summary>An evaluation was taken off the board.</summary>
    Retraction,

    /// <summary>A board was frozen under a name.</summary>
    Release,
}
