namespace Bench.Workers.Inference.Protocol;

/// <summary>The other side of the pipe does not speak the protocol, or has gone.</summary>
internal sealed class ProtocolException(string message) : Exception(message);
