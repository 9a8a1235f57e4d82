namespace Bench.Onnx.Model;

/// <summary>A set of operators that the model uses; the standard's domain is the empty text.</summary>
public sealed record OnnxOpset(string Domain, long Version);
