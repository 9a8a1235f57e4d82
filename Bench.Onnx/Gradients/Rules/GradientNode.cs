using Bench.Onnx.Protobuf;
using Bench.Onnx.Shapes;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>A node of the forward pass as its gradient rule sees it: names and shapes of its values, the gradients of
/// its outputs, a place for those of its inputs.</summary>
internal sealed class GradientNode(
    ShapedNode shaped,
    NodeProto node,
    TensorFact?[] outputs,
    string?[] upstream,
    bool[] wanted,
    GraphEmitter graph
)
{
    readonly string?[] _given = new string?[wanted.Length];

    public GraphEmitter Graph { get; } = graph;

    public string Operator => node.OpType;

    public long Opset => shaped.Opset;

    public int InputCount => node.Input.Count;

    public int OutputCount => node.Output.Count;

    /// <summary>The gradient that reached the first output.</summary>
    public string Upstream => upstream[0] ?? throw new UnknownShapeException();

    public string? UpstreamOf(int output) => upstream[output];

    public string Input(int index) => node.Input[index];

    public string Output => node.Output[0];

    public bool Has(int input) => shaped.Has(input);

    /// <summary>Whether the picture reaches the input, so that its gradient counts.</summary>
    public bool Wants(int input) => input < wanted.Length && wanted[input];

    public long[] Dims(int input) => shaped[input].Dims;

    public long[] OutputDims(int output = 0) => outputs[output]?.Dims ?? throw new UnknownShapeException();

    public double[]? ValuesOrNull(int input) => shaped.Optional(input)?.Values;

    public long[] Integers(int input) => shaped.Integers(input);

    public long Int(string name, long otherwise) => shaped.Int(name, otherwise);

    public long[]? Ints(string name) => shaped.Ints(name);

    public float Float(string name, float otherwise) => shaped.Attribute(name)?.Float ?? otherwise;

    public string? Text(string name) => shaped.Text(name);

    public int Axis(long otherwise) => ShapedNode.Axis(Int("axis", otherwise), Dims(0).Length);

    /// <summary>The attributes as they are, for an operator that is applied to something else.</summary>
    public AttributeProto[] Attributes => [.. node.Attribute.Select(attribute => attribute.Clone())];

    /// <summary>An output beyond the first that the forward pass now has to make.</summary>
    public string ExtraOutput(int index)
    {
        while (node.Output.Count <= index)
            node.Output.Add("");
        return node.Output[index] = node.Output[index].Length > 0 ? node.Output[index] : Graph.Fresh(node.OpType);
    }

    /// <summary>Says what the gradient of an input is; it has the input's shape.</summary>
    public void Give(int input, string gradient)
    {
        if (Wants(input))
            _given[input] = gradient;
    }

    /// <summary>Says what the gradient of an input is that was stretched to the first output's shape: sums where it was
    /// repeated.</summary>
    public void GiveStretched(int input, string gradient)
    {
        if (Wants(input))
            _given[input] = Broadcast.Fold(Graph, gradient, OutputDims(), Dims(input));
    }

    public string? Given(int input) => _given[input];
}
