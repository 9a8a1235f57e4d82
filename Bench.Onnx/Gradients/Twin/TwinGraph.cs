using System.Diagnostics.CodeAnalysis;
using Bench.Onnx.Protobuf;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Gradients.Twin;

/// <summary>A graph that is rewritten node by node: each node of the old list is replaced by what is emitted for
/// it.</summary>
internal sealed class TwinGraph
{
    readonly GraphProto _graph;
    readonly Dictionary<string, TensorProto> _constants = new(StringComparer.Ordinal);
    readonly List<NodeProto> _written = [];
    int _count;

    public TwinGraph(GraphProto graph)
    {
        this._graph = graph;
        foreach (var tensor in graph.Initializer)
            _constants[tensor.Name] = tensor;
    }

    /// <summary>Goes through the nodes in order; <paramref name="rewrite"/> emits what replaces each.</summary>
    public void Rewrite(Action<NodeProto> rewrite)
    {
        var nodes = _graph.Node.ToArray();
        _written.Clear();
        foreach (var node in nodes)
            rewrite(node);
        _graph.Node.Clear();
        _graph.Node.Add(_written);
    }

    public void Keep(NodeProto node) => _written.Add(node);

    public string Emit(string op, string[] inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        EmitAs(Fresh(), op, inputs, attributes);

    public string EmitAs(string output, string op, string[] inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        _written.Add(CreateNode("", op, inputs, [output], attributes));
        return output;
    }

    public string Constant<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> dims)
        where T : unmanaged => Add(Tensor(Fresh(), values, dims));

    public string Scalar(float value) => Constant<float>([value]);

    public string Add(TensorProto tensor)
    {
        _graph.Initializer.Add(tensor);
        _constants[tensor.Name] = tensor;
        return tensor.Name;
    }

    public bool IsConstant(string name, [NotNullWhen(true)] out TensorProto? tensor) => _constants.TryGetValue(name, out tensor);

    /// <summary>The numbers of a stored tensor; null where the name is absent or computed.</summary>
    public float[]? Numbers(string? name) =>
        name is { Length: > 0 } && _constants.TryGetValue(name, out var tensor) ? TensorNumbers.Read(tensor) : null;

    public static string? Input(NodeProto node, int index) =>
        index < node.Input.Count && node.Input[index].Length > 0 ? node.Input[index] : null;

    public static AttributeProto? Attribute(NodeProto node, string name) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == name);

    /// <summary>Takes an attribute away and gives it back.</summary>
    public static AttributeProto? Remove(NodeProto node, string name)
    {
        var attribute = Attribute(node, name);
        if (attribute is not null)
            node.Attribute.Remove(attribute);
        return attribute;
    }

    string Fresh()
    {
        string name;
        do name = $"twin/{_count++}";
        while (_constants.ContainsKey(name));
        return name;
    }
}
