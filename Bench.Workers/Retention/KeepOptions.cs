using System.ComponentModel.DataAnnotations;

namespace Bench.Workers.Retention;

/// <summary>How many days things are kept; section <c>Bench:Keep</c>. 0 is for ever, which is the default of whatever
/// is a result.</summary>
public sealed record KeepOptions
{
    public const string Section = "Bench:Keep";

    const int Longest = 36_500;

    /// <summary>Rows of the audit log, default 365.</summary>
    [Range(0, Longest)]
    public int AuditDays { get; init; } = 365;

    /// <summary>Work that was called off, and rescorings that are done, default 30.</summary>
    [Range(0, Longest)]
    public int WorkDays { get; init; } = 30;

    /// <summary>Evaluations that failed or were cancelled, counted from their end. Default for ever.</summary>
    [Range(0, Longest)]
    public int FailedDays { get; init; }

    /// <summary>Predictions of completed evaluations, counted from their end; the scores stay. Default for
    /// ever.</summary>
    [Range(0, Longest)]
    public int PredictionsDays { get; init; }
}
