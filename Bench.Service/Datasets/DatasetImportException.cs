namespace Bench.Service.Datasets;

/// <summary>A dataset that cannot be imported: a final outcome with a reason, not a fault of the machine.</summary>
/// <param name="code">One of <see cref="DatasetImportCodes"/>.</param>
/// <param name="message">What is missing, extra or unreadable (how many, the first ten) and what to do.</param>
/// <param name="inner">What the system said, if anything.</param>
public sealed class DatasetImportException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}
