namespace Bench.Onnx.Model;

/// <summary>An output that holds one number per class for each picture: [N, C], [N, C, 1, 1], [N, 1, 1, C], or [C] at
/// batch 1.</summary>
/// <remarks><c>Width</c> is C, or null where the graph alone does not say: the probe run will.</remarks>
public sealed record OnnxClassOutput(string Name, OnnxElementType Type, int? Width, OnnxOutputScale Scale);
