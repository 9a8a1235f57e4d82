using System.Collections.Frozen;

namespace Bench.Onnx.Shapes;

/// <summary>Makes a table of rules by operator from groups of rules, each for the operators that its line
/// names.</summary>
internal static class OperatorTable
{
    /// <param name="groups">Operators, separated by white space, and their rule.</param>
    /// <exception cref="ArgumentException">An operator has two rules.</exception>
    public static FrozenDictionary<string, Action<T>> Of<T>(params IEnumerable<(string Operators, Action<T> Rule)>[] groups) =>
        groups
            .SelectMany(group => group)
            .SelectMany(entry => Names(entry.Operators).Select(name => KeyValuePair.Create(name, entry.Rule)))
            .ToDictionary(StringComparer.Ordinal)
            .ToFrozenDictionary(StringComparer.Ordinal);

    static string[] Names(string operators) => operators.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
