using Bench.Onnx.Model;

namespace Bench.Onnx.Graphs;

/// <summary>Everything in a model file but its weights.</summary>
internal sealed record OnnxFile(
    long IrVersion,
    string Producer,
    string ProducerVersion,
    IReadOnlyList<OnnxOpset> Opsets,
    OnnxGraph Graph,
    IReadOnlyDictionary<(string Domain, string Name), OnnxFunction> Functions,
    int NodeCount
)
{
    public OnnxFunction? Function(OnnxNode node) => Functions.GetValueOrDefault((node.Domain, node.Operator));
}
