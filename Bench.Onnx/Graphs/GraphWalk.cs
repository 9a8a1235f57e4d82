namespace Bench.Onnx.Graphs;

/// <summary>Everything of a kind in a model, bodies and functions included. Nesting is bounded when the file is
/// read.</summary>
internal static class GraphWalk
{
    public static IEnumerable<OnnxTensor> Tensors(OnnxFile file) =>
        Tensors(file.Graph)
            .Concat(file.Functions.Values.SelectMany(function => Tensors(function.Nodes).Concat(Tensors(function.Defaults))));

    public static IEnumerable<OnnxNode> Nodes(OnnxFile file) =>
        Nodes(file.Graph.Nodes).Concat(file.Functions.Values.SelectMany(function => Nodes(function.Nodes)));

    /// <summary>Initialisers and the values of Constant nodes, each under the name that other nodes know it
    /// by.</summary>
    public static IEnumerable<(string Name, OnnxTensor Tensor)> NamedTensors(OnnxFile file)
    {
        foreach (var tensor in file.Graph.Initializers)
            yield return (tensor.Name, tensor);
        foreach (var node in Nodes(file))
        {
            if (node is { Operator: "Constant", Outputs: [var output] } && node.Attribute("value")?.Tensor is { } value)
                yield return (output, value);
            foreach (var attribute in node.Attributes)
            foreach (var tensor in attribute.Graph?.Initializers ?? [])
                yield return (tensor.Name, tensor);
        }
    }

    static IEnumerable<OnnxNode> Nodes(IReadOnlyList<OnnxNode> nodes)
    {
        foreach (var node in nodes)
        {
            yield return node;
            foreach (var attribute in node.Attributes)
                if (attribute.Graph is { } body)
                    foreach (var inner in Nodes(body.Nodes))
                        yield return inner;
        }
    }

    static IEnumerable<OnnxTensor> Tensors(OnnxGraph graph) => graph.Initializers.Concat(Tensors(graph.Nodes));

    static IEnumerable<OnnxTensor> Tensors(IReadOnlyList<OnnxNode> nodes) => nodes.SelectMany(node => Tensors(node.Attributes));

    static IEnumerable<OnnxTensor> Tensors(IReadOnlyList<OnnxAttribute> attributes)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Tensor is { } tensor)
                yield return tensor;
            if (attribute.Graph is { } body)
                foreach (var inner in Tensors(body))
                    yield return inner;
        }
    }
}
