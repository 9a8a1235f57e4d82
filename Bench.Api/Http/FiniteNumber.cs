namespace Bench.Api.Http;

/// <summary>Numbers as JSON can carry them.</summary>
internal static class FiniteNumber
{
    /// <summary>The number; null where it is not defined (NaN) or without bounds.</summary>
    public static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
