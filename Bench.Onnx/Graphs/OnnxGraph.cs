using Bench.Onnx.Model;

namespace Bench.Onnx.Graphs;

/// <summary>A graph as written in the file, weights left out.</summary>
internal sealed record OnnxGraph(
    string Name,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyList<OnnxTensor> Initializers,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs
);
