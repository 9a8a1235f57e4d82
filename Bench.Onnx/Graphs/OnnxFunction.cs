using Bench.Onnx.Model;

namespace Bench.Onnx.Graphs;

/// <summary>A function that the model brings along; nodes call it by domain and name.</summary>
internal sealed record OnnxFunction(
    string Domain,
    string Name,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyList<OnnxOpset> Opsets,
    IReadOnlyList<OnnxAttribute> Defaults
);
