using Bench.Data.Outcomes;

namespace Bench.Service.Refusals;

/// <summary>Gathers what is wrong with a request field by field, so that the caller learns everything at
/// once.</summary>
public sealed class FieldErrors
{
    readonly SortedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public void Add(string field, string message)
    {
        if (!_errors.TryGetValue(field, out var messages))
            _errors[field] = messages = [];
        messages.Add(message);
    }

    /// <exception cref="RefusalException">There is at least one error.</exception>
    public void ThrowIfAny(string code, string what, string nextStep)
    {
        if (!Any)
            return;
        var all = string.Join(
            "; ",
            _errors.Select(error =>
                error.Key.Length == 0 ? string.Join(", ", error.Value) : $"{error.Key}: {string.Join(", ", error.Value)}"
            )
        );
        throw new RefusalException(
            RefusalKind.Invalid,
            new Failure(code, $"{what} is not accepted: {all}.", nextStep),
            _errors.ToDictionary(error => error.Key, error => error.Value.ToArray())
        );
    }
}
