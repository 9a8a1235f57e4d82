namespace Bench.Data.Outcomes;

/// <summary>Lists of checks.</summary>
public static class Checks
{
    /// <summary>Both lists, each check once, in order.</summary>
    public static List<Check> With(this IEnumerable<Check> checks, IEnumerable<Check> more) => [.. checks.Concat(more).Distinct()];

    /// <summary>The same, told where other things are shown too: each message begins with what it is about.</summary>
    public static IEnumerable<Check> About(this IEnumerable<Check> checks, string what) =>
        checks.Select(check => check with { Message = $"{what}: {check.Message}" });

    /// <summary>Checks that take something from the numbers, without choices that were made on the way.</summary>
    public static IEnumerable<Check> Warnings(this IEnumerable<Check> checks) =>
        checks.Where(check => check.Severity == CheckSeverity.Warning);

    /// <summary>Their codes, each once, as tables carry them.</summary>
    public static string Codes(this IEnumerable<Check> checks) => string.Join(' ', checks.Select(check => check.Code).Distinct());
}
