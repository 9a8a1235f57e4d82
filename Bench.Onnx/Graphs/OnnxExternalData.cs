namespace Bench.Onnx.Graphs;

/// <summary>Where a tensor's bytes lie outside the model file.</summary>
internal sealed record OnnxExternalData(string Location, long Offset, long? Length);
