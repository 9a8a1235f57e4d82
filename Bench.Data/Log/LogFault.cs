namespace Bench.Data.Log;

/// <summary>Something about a log that is not as it was signed.</summary>
/// <param name="Subject"><c>log/entries/{place}</c> or <c>log/heads/{size}</c>.</param>
/// <param name="Message">In a sentence.</param>
public sealed record LogFault(string Subject, string Message);
