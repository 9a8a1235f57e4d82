namespace Bench.Onnx.Model;

/// <summary>Weights stored in one element type.</summary>
public sealed record OnnxWeightStorage(OnnxElementType Type, long Elements, long Bits);
