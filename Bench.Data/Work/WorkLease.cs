namespace Bench.Data.Work;

/// <summary>The right to work on an item, until the lease runs out or someone takes the item again. Everything written
/// under it names the token.</summary>
public sealed record WorkLease(
    Guid ItemId,
    WorkKind Kind,
    Guid SubjectId,
    Guid? ArgumentId,
    int Start,
    int Count,
    long Token,
    int Attempt,
    DateTime Deadline,
    string? TraceParent = null
);
