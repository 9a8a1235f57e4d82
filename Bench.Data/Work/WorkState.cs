namespace Bench.Data.Work;

public enum WorkState
{
    /// <summary>Free to be taken: never taken, given back, or its lease ran out.</summary>
    Waiting,

    /// <summary>Held by a worker until its lease runs out.</summary>
    Leased,

    Done,

    /// <summary>Ended without result: its subject carries the failure.</summary>
    Failed,

    /// <summary>No longer wanted.</summary>
    Cancelled,
}
