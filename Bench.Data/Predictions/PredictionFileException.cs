namespace Bench.Data.Predictions;

/// <summary>A prediction file that is not what it should be: damaged, of another format, or with impossible
/// numbers.</summary>
/// <param name="message">What is wrong, with the array and row.</param>
/// <param name="inner">What the system said, if anything.</param>
public sealed class PredictionFileException(string message, Exception? inner = null) : Exception(message, inner);
