namespace Bench.Onnx.Shapes;

/// <summary>A rule needs something that the graph alone does not say; the node's outputs stay unknown.</summary>
internal sealed class UnknownShapeException : Exception;
