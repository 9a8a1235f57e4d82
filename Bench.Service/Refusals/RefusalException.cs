using Bench.Data.Outcomes;

namespace Bench.Service.Refusals;

/// <summary>A refusal for a reason that the caller can act on. The API makes an RFC 9457 answer of it, the command
/// line a message.</summary>
public sealed class RefusalException(RefusalKind kind, Failure failure, IReadOnlyDictionary<string, string[]>? errors = null)
    : Exception(failure.Message)
{
    public RefusalException(RefusalKind kind, string code, string message, string nextStep)
        : this(kind, new Failure(code, message, nextStep)) { }

    public RefusalKind Kind { get; } = kind;

    public Failure Failure { get; } = failure;

    /// <summary>Faults of each field, under its name in the request.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; } = errors;

    /// <summary>When the same may be asked again, UTC; null where time alone changes nothing.</summary>
    public DateTime? RetryAt { get; init; }

    public static RefusalException NotFound(string what, string code, string value, string nextStep) =>
        new(RefusalKind.NotFound, code, $"There is no {what} '{value}'.", nextStep);

    /// <summary>An unknown name, with the names that are known.</summary>
    public static RefusalException Unknown(string what, string code, string value, IEnumerable<string> known) =>
        NotFound(
            what,
            code,
            value,
            string.Join(", ", known.Take(40)) is { Length: > 0 } list
                ? $"Ask for one of: {list}."
                : $"There is no {what} yet; the operator registers the first one."
        );

    /// <summary>Somebody else's, as the message says.</summary>
    public static RefusalException NotOwner(string message, string nextStep) => new(RefusalKind.Forbidden, "not-owner", message, nextStep);

    public static RefusalException Invalid(string code, string message, string nextStep) =>
        new(RefusalKind.Invalid, code, message, nextStep);

    public static RefusalException Conflict(string code, string message, string nextStep) =>
        new(RefusalKind.Conflict, code, message, nextStep);
}
