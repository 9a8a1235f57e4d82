using Bench.Onnx.Graphs;
using Bench.Onnx.Model;

namespace Bench.Onnx.Shapes;

/// <summary>A node with what is known about its inputs and, once its rule has run, its outputs.</summary>
/// <remarks><c>opset</c> is the version that the node's domain is imported at; <c>arguments</c> are, inside a function,
/// the attributes of the call.</remarks>
internal sealed class ShapedNode(OnnxNode node, TensorFact?[] inputs, long opset, IReadOnlyDictionary<string, OnnxAttribute> arguments)
{
    const int MostAxes = 64;

    public OnnxNode Node { get; } = node;

    public long Opset { get; } = opset;

    public int InputCount => inputs.Length;

    public TensorFact?[] Outputs { get; } = new TensorFact?[node.Outputs.Count];

    /// <summary>An input that the rule cannot do without.</summary>
    /// <exception cref="UnknownShapeException">It is absent, or nothing is known about it.</exception>
    public TensorFact this[int index] => Optional(index) ?? throw new UnknownShapeException();

    public TensorFact? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>Whether the node names the input at all, known or not.</summary>
    public bool Has(int index) => index < Node.Inputs.Count && Node.Inputs[index].Length > 0;

    /// <summary>The numbers of an input.</summary>
    /// <exception cref="UnknownShapeException">They do not follow from the graph.</exception>
    public double[] Values(int index) => this[index].Values ?? throw new UnknownShapeException();

    public long[] Integers(int index) => Array.ConvertAll(Values(index), value => (long)value);

    public OnnxAttribute? Attribute(string name) =>
        Node.Attribute(name) is not { } own ? null
        : own.Reference is { } reference ? arguments.GetValueOrDefault(reference)
        : own;

    public long Int(string name, long otherwise) => Attribute(name)?.Int ?? otherwise;

    public long[]? Ints(string name) => Attribute(name) is { } attribute ? [.. attribute.Ints] : null;

    public string? Text(string name) => Attribute(name)?.Text;

    /// <exception cref="UnknownShapeException">The shape is impossible, or of more axes than any real tensor
    /// has.</exception>
    public void Set(int output, TensorFact fact)
    {
        if (fact.Rank > MostAxes || fact.Dims.Any(dim => dim < 0))
            throw new UnknownShapeException();
        if (output < Outputs.Length)
            Outputs[output] = fact;
    }

    public void Set(OnnxElementType type, params long[] dims) => Set(0, new TensorFact(type, dims));

    /// <summary>An axis counted from the front; negative axes count from the back.</summary>
    public static int Axis(long axis, int rank) =>
        axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : throw new UnknownShapeException();
}
