using System.Runtime.InteropServices;
using Bench.Onnx.Admission;
using Bench.Onnx.Protobuf;

namespace Bench.Onnx.Gradients.Rules;

/// <summary>Appends nodes and constants to a graph, under names that the graph does not have.</summary>
/// <remarks>Only operators whose signature is the same from opset 17 on are written, so that the reverse pass fits every model of that
/// opset or a later one.</remarks>
internal sealed class GraphEmitter
{
    readonly GraphProto _graph;
    readonly string _prefix = "gradient/";
    readonly HashSet<string> _ofConvolutions = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    int _count;

    public GraphEmitter(GraphProto graph)
    {
        this._graph = graph;
        while (
            graph
                .Node.SelectMany(node => node.Output)
                .Concat(graph.Initializer.Select(tensor => tensor.Name))
                .Any(name => name.StartsWith(_prefix, StringComparison.Ordinal))
        )
            _prefix = $"_{_prefix}";
    }

    public string Name(string what) => _prefix + what;

    public string Emit(string op, string[] inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        EmitAs(Name($"{op}{_count++}"), op, inputs, attributes);

    public string EmitAs(string output, string op, string[] inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        _graph.Node.Add(OnnxModelBuilder.CreateNode("", op, inputs, [output], attributes));
        if (
            op == "Conv"
            || op is "Mul" or "Add" or "Sum" && inputs.All(_ofConvolutions.Contains)
            || op == "Clip" && IsOfConvolutions(inputs[0])
        )
            _ofConvolutions.Add(output);
        return output;
    }

    /// <summary>Whether a value is what convolutions gave, or a sum or product of that: the runtime keeps such tensors in blocks of
    /// channels.</summary>
    public bool IsOfConvolutions(string value) => _ofConvolutions.Contains(value);

    /// <summary>Several outputs of one node.</summary>
    public string[] EmitMany(string op, string[] inputs, int outputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var names = Enumerable.Range(0, outputs).Select(_ => Name($"{op}{_count++}")).ToArray();
        _graph.Node.Add(OnnxModelBuilder.CreateNode("", op, inputs, names, attributes));
        return names;
    }

    /// <summary>A name that a node of the forward pass may take for an output that it did not have.</summary>
    public string Fresh(string what) => Name($"{what}{_count++}");

    public string Vector(params long[] values) => Constant($"i[{string.Join(',', values)}]", values, [values.Length]);

    public string Scalar(float value) => Constant($"f{BitConverter.SingleToInt32Bits(value)}", [value], []);

    /// <summary>A stored tensor of one number throughout.</summary>
    public string Full(float value, params long[] dims)
    {
        var values = new float[dims.Aggregate(1L, (product, dim) => product * dim)];
        Array.Fill(values, value);
        return Constant($"f{BitConverter.SingleToInt32Bits(value)}[{string.Join(',', dims)}]", values, dims);
    }

    public string Tensor(float[] values, params long[] dims)
    {
        var name = Name($"constant{_count++}");
        _graph.Initializer.Add(OnnxModelBuilder.Tensor<float>(name, values, dims));
        return name;
    }

    public string Add(string a, string b) => Emit("Add", [a, b]);

    public string Sub(string a, string b) => Emit("Sub", [a, b]);

    public string Mul(string a, string b) => Emit("Mul", [a, b]);

    public string Mul(string a, float b) => b == 1 ? a : Mul(a, Scalar(b));

    public string Div(string a, string b) => Emit("Div", [a, b]);

    public string Reshape(string value, params long[] dims) => Emit("Reshape", [value, Vector(dims)]);

    public string Expand(string value, params long[] dims) => Emit("Expand", [value, Vector(dims)]);

    public string Transpose(string value, params long[] order) => Emit("Transpose", [value], OnnxModelBuilder.Attribute("perm", order));

    /// <summary>The sum over some axes, which stay with size one.</summary>
    public string Sum(string value, params long[] axes) =>
        axes.Length == 0 ? value : Emit("ReduceSum", [value, Vector(axes)], OnnxModelBuilder.Attribute("keepdims", 1L));

    public string Slice(string value, long[] starts, long[] ends, long[] axes, long[] steps) =>
        Emit("Slice", [value, Vector(starts), Vector(ends), Vector(axes), Vector(steps)]);

    public string Slice(string value, long axis, long start, long end) => Slice(value, [start], [end], [axis], [1]);

    /// <summary>Zeros before and after, by axis.</summary>
    public string Pad(string value, long[] before, long[] after) =>
        before.Concat(after).All(pad => pad == 0) ? value : Emit("Pad", [value, Vector([.. before, .. after])]);

    public string Zeros(params long[] dims) => Emit("ConstantOfShape", [Vector(dims)]);

    string Constant<T>(string key, T[] values, long[] dims)
        where T : unmanaged
    {
        ref var name = ref CollectionsMarshal.GetValueRefOrAddDefault(_constants, key, out _);
        if (name is null)
        {
            name = Name($"constant{_count++}");
            _graph.Initializer.Add(OnnxModelBuilder.Tensor<T>(name, values, dims));
        }
        return name;
    }
}
