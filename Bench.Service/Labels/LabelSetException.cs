namespace Bench.Service.Labels;

/// <summary>A label file that cannot be taken: a final outcome with a reason, not a fault of the machine.</summary>
/// <param name="code">One of <see cref="LabelSetCodes"/>.</param>
/// <param name="message">The line or key, how many, the first ten, and what to do.</param>
public sealed class LabelSetException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
