namespace Bench.Data;

internal static class ExceptionCauses
{
    /// <summary>The exception and what caused it, down to the first cause.</summary>
    public static IEnumerable<Exception> Causes(this Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
