namespace Bench.Benchmarks.Audits;

/// <summary>Which tries a board reports.</summary>
public enum ReportRule
{
    /// <summary>Every one, and the owner keeps the best.</summary>
    All,

    /// <summary>Those that are better by one standard error of the difference: the parameter-free Ladder of Blum and Hardt.</summary>
    StandardError,

    /// <summary>Bench's: <see cref="Bench.Metrics.Comparison.LadderRule"/>.</summary>
    Ladder,
}
