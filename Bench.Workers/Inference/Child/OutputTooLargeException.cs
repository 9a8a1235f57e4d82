namespace Bench.Workers.Inference.Child;

/// <summary>The model's output is not what its probe promised.</summary>
internal sealed class OutputTooLargeException(string message) : Exception(message);
