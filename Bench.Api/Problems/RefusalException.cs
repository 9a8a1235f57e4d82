using Bench.Data;

namespace Bench.Api.Problems;

/// <summary>A request that is refused for a reason the caller can act on. <see cref="ProblemHandler"/> makes the RFC 9457 answer of
/// it.</summary>
internal sealed class RefusalException(int status, Failure failure, IReadOnlyDictionary<string, string[]>? errors = null)
    : Exception(failure.Message)
{
    public RefusalException(int status, string code, string message, string nextStep)
        : this(status, new Failure(code, message, nextStep)) { }

    public int Status { get; } = status;

    public Failure Failure { get; } = failure;

    /// <summary>What is wrong with each field, under its name in the request.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; } = errors;

    public static RefusalException NotFound(string what, string code, string value, string nextStep) =>
        new(StatusCodes.Status404NotFound, code, $"There is no {what} '{value}'.", nextStep);

    /// <summary>A name that stands for nothing, beside the names that do.</summary>
    public static RefusalException Unknown(string what, string code, string value, IEnumerable<string> known) =>
        NotFound(
            what,
            code,
            value,
            string.Join(", ", known.Take(40)) is { Length: > 0 } list
                ? $"Ask for one of: {list}."
                : $"No {what} stands here yet; the operator registers the first one."
        );

    public static RefusalException Invalid(string code, string message, string nextStep) =>
        new(StatusCodes.Status422UnprocessableEntity, code, message, nextStep);

    public static RefusalException Conflict(string code, string message, string nextStep) =>
        new(StatusCodes.Status409Conflict, code, message, nextStep);
}
