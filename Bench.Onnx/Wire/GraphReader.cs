using Bench.Onnx.Graphs;
using Bench.Onnx.Model;

namespace Bench.Onnx.Wire;

/// <summary>Reads graphs, nodes and attributes, which nest in one another.</summary>
/// <remarks>The nesting limit is checked on the way down, so the depth of the recursion is the limit's and not the
/// file's.</remarks>
internal sealed class GraphReader(WireReader wire, ReadingBudget budget)
{
    readonly TensorReader _tensors = new(wire, budget);
    readonly ValueReader _values = new(wire, budget);

    public string ReadText(long end) => _values.ReadText(end);

    public OnnxGraph ReadGraph(long end, int depth)
    {
        if (depth > budget.Limits.MaxGraphDepth)
            throw OnnxRefusalException.Limit($"The model nests graphs more than {budget.Limits.MaxGraphDepth} deep.");
        budget.AddStructure(160);
        var name = "";
        var nodes = new List<OnnxNode>();
        var initializers = new List<OnnxTensor>();
        List<OnnxValue> inputs = [],
            outputs = [];
        while (wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    nodes.Add(ReadNode(wire.ReadEnd(end), depth));
                    break;
                case (2, WireType.Bytes):
                    name = ReadText(end);
                    break;
                case (5, WireType.Bytes):
                    budget.AddInitializer();
                    initializers.Add(_tensors.Read(wire.ReadEnd(end)));
                    break;
                case (11, WireType.Bytes):
                    inputs.Add(_values.Read(wire.ReadEnd(end)));
                    break;
                case (12, WireType.Bytes):
                    outputs.Add(_values.Read(wire.ReadEnd(end)));
                    break;
                case (15, WireType.Bytes):
                    throw SparseTensor();
                default:
                    wire.Skip(type, end);
                    break;
            }
        return new(name, nodes, initializers, inputs, outputs);
    }

    public OnnxNode ReadNode(long end, int depth)
    {
        budget.AddNode();
        string name = "",
            domain = "",
            op = "";
        List<string> inputs = [],
            outputs = [];
        var attributes = new List<OnnxAttribute>();
        while (wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    inputs.Add(ReadText(end));
                    break;
                case (2, WireType.Bytes):
                    outputs.Add(ReadText(end));
                    break;
                case (3, WireType.Bytes):
                    name = ReadText(end);
                    break;
                case (4, WireType.Bytes):
                    op = ReadText(end);
                    break;
                case (5, WireType.Bytes):
                    attributes.Add(ReadAttribute(wire.ReadEnd(end), depth));
                    break;
                case (7, WireType.Bytes):
                    domain = OperatorDomains.Canonical(ReadText(end));
                    break;
                default:
                    wire.Skip(type, end);
                    break;
            }
        return new(name, domain, op, inputs, outputs, attributes);
    }

    public OnnxAttribute ReadAttribute(long end, int depth)
    {
        budget.AddStructure(120);
        string name = "",
            reference = "";
        string? text = null;
        float? number = null;
        long? integer = null;
        OnnxTensor? tensor = null;
        OnnxGraph? graph = null;
        var floats = new List<float>();
        var ints = new List<long>();
        while (wire.TryReadTag(end, out var field, out var type))
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    name = ReadText(end);
                    break;
                case (2, WireType.Fixed32):
                    number = BitConverter.UInt32BitsToSingle(wire.ReadFixed32(end));
                    break;
                case (3, WireType.Varint):
                    integer = (long)wire.ReadVarint(end);
                    break;
                case (4, WireType.Bytes):
                    text = ReadText(end);
                    break;
                case (5, WireType.Bytes):
                    tensor = tensor is null ? _tensors.Read(wire.ReadEnd(end)) : throw Twice(name, "tensor");
                    break;
                case (6, WireType.Bytes):
                    graph = graph is null ? ReadGraph(wire.ReadEnd(end), depth + 1) : throw Twice(name, "graph");
                    break;
                case (7, WireType.Fixed32 or WireType.Bytes):
                    for (var last = type == WireType.Bytes ? wire.ReadEnd(end) : wire.Position + 4; wire.Position < last; )
                        Add(name, floats, BitConverter.UInt32BitsToSingle(wire.ReadFixed32(last)));
                    break;
                case (8, WireType.Varint):
                    Add(name, ints, (long)wire.ReadVarint(end));
                    break;
                case (8, WireType.Bytes):
                    for (var last = wire.ReadEnd(end); wire.Position < last; )
                        Add(name, ints, (long)wire.ReadVarint(last));
                    break;
                case (10, WireType.Bytes):
                    _tensors.Read(wire.ReadEnd(end));
                    break;
                case (11, WireType.Bytes):
                    throw OnnxRefusalException.Invalid(
                        $"The attribute '{name}' holds a list of graphs, which no operator of the standard takes."
                    );
                case (21, WireType.Bytes):
                    reference = ReadText(end);
                    break;
                case (22 or 23, WireType.Bytes):
                    throw SparseTensor();
                default:
                    wire.Skip(type, end);
                    break;
            }
        return new()
        {
            Name = name,
            Float = number,
            Int = integer,
            Text = text,
            Tensor = tensor,
            Graph = graph,
            Floats = floats,
            Ints = ints,
            Reference = reference.Length > 0 ? reference : null,
        };
    }

    void Add<T>(string attribute, List<T> list, T value)
    {
        budget.AddAttributeElement(attribute, list.Count + 1);
        list.Add(value);
    }

    static OnnxRefusalException Twice(string attribute, string what) =>
        OnnxRefusalException.Invalid($"The attribute '{attribute}' gives its {what} twice.");

    /// <summary>A few stored values may stand for a dense tensor of any size, so the form is refused as a
    /// whole.</summary>
    static OnnxRefusalException SparseTensor() =>
        new(
            new(
                OnnxProblemCodes.UnsupportedOperator,
                "The model stores a sparse tensor, a form that Bench does not run.",
                "Export the model with dense weights."
            )
        );
}
