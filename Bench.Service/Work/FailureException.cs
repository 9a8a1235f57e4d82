using Bench.Data.Outcomes;

namespace Bench.Service.Work;

/// <summary>The work cannot succeed, however often it is tried: the subject ends failed with this reason. Faults of a
/// machine are any other exception, and are tried again.</summary>
public sealed class FailureException(Failure failure) : Exception($"{failure.Code}: {failure.Message}")
{
    public FailureException(string code, string message, string nextStep)
        : this(new Failure(code, message, nextStep)) { }

    public Failure Failure { get; } = failure;
}
