namespace Bench.Onnx.Model;

/// <summary>What a graph does to its input before anything else, channel by channel: factor · x + offset.</summary>
/// <param name="Factors">[3] in the order of the input's channels.</param>
/// <param name="Offsets">[3] in the order of the input's channels.</param>
public sealed record OnnxInputScale(IReadOnlyList<double> Factors, IReadOnlyList<double> Offsets);
