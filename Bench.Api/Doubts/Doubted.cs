using Bench.Data.Outcomes;

namespace Bench.Api.Doubts;

/// <summary>An answer, or a part of one, with numbers of evaluations: it cannot be made without saying what is doubtful
/// about them.</summary>
public abstract record Doubted
{
    /// <summary>What is doubtful about these numbers, and choices made on the way.</summary>
    public required IReadOnlyList<Check> Checks { get; init; }
}
