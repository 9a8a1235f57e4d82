namespace Bench.Data.Outcomes;

/// <summary>A doubt or a choice that belongs to a number, a dataset or a label set: shown wherever the thing itself is
/// shown.</summary>
/// <param name="Code">Stable, for scripts; docs/errors.md lists all.</param>
/// <param name="Severity">How much it takes from the numbers.</param>
/// <param name="Message">A sentence for a person, with what was seen and what to do about it.</param>
public sealed record Check(string Code, CheckSeverity Severity, string Message)
{
    public static Check Note(string code, string message) => new(code, CheckSeverity.Note, message);

    public static Check Warning(string code, string message) => new(code, CheckSeverity.Warning, message);
}
