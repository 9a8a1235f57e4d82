namespace Bench.Data.Outcomes;

/// <summary>Lists of checks.</summary>
public static class Checks
{
    /// <summary>Both lists, each check once, in order.</summary>
    public static List<Check> With(this IEnumerable<Check> checks, IEnumerable<Check> more) => [.. checks.Concat(more).Distinct()];
}
