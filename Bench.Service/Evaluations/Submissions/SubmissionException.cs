namespace Bench.Service.Evaluations.Submissions;

/// <summary>Predictions that cannot be taken: a final outcome with a reason.</summary>
/// <param name="code">One of <see cref="SubmissionCodes"/>.</param>
/// <param name="message">What is wrong, how many, and the first ten.</param>
public sealed class SubmissionException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
