using System.Runtime.InteropServices;
using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;
using Google.Protobuf;
using static Bench.Onnx.Protobuf.AttributeProto.Types;

namespace Bench.Onnx.Admission;

/// <summary>Writes small ONNX models: the demo's classifiers, and the graphs of tests.</summary>
/// <remarks>Nothing is checked: what is built may be as wrong as a test needs it. A dimension is a <see cref="long"/>,
/// a name, or null for "any".</remarks>
public sealed class OnnxModelBuilder
{
    readonly ModelProto _model = new()
    {
        IrVersion = 8,
        ProducerName = "bench",
        Graph = new GraphProto { Name = "graph" },
    };

    public OnnxModelBuilder(long opset = 17) => Opset("", opset);

    public OnnxModelBuilder Opset(string domain, long version)
    {
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
        return this;
    }

    public OnnxModelBuilder Input(string name, OnnxElementType type, params IEnumerable<object?> dims)
    {
        _model.Graph.Input.Add(Value(name, type, dims));
        return this;
    }

    public OnnxModelBuilder Output(string name, OnnxElementType type, params IEnumerable<object?> dims)
    {
        _model.Graph.Output.Add(Value(name, type, dims));
        return this;
    }

    /// <summary>Adds a stored tensor; the element type is that of <typeparamref name="T"/>: float, Half, double, byte,
    /// sbyte, int, long or bool.</summary>
    public OnnxModelBuilder Initializer<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<long> dims)
        where T : unmanaged
    {
        _model.Graph.Initializer.Add(Tensor(name, values, dims));
        return this;
    }

    public OnnxModelBuilder Node(string op, string[] inputs, string[] outputs, params ReadOnlySpan<AttributeProto> attributes) =>
        Node("", op, inputs, outputs, attributes);

    public OnnxModelBuilder Node(
        string domain,
        string op,
        string[] inputs,
        string[] outputs,
        params ReadOnlySpan<AttributeProto> attributes
    )
    {
        _model.Graph.Node.Add(CreateNode(domain, op, inputs, outputs, attributes));
        return this;
    }

    /// <summary>Adds a function, which nodes call by its domain and name.</summary>
    public OnnxModelBuilder Function(string domain, string name, string[] inputs, string[] outputs, params ReadOnlySpan<NodeProto> nodes)
    {
        var function = new FunctionProto { Domain = domain, Name = name };
        function.Input.Add(inputs);
        function.Output.Add(outputs);
        function.OpsetImport.Add(_model.OpsetImport);
        function.Node.Add(nodes.ToArray());
        _model.Functions.Add(function);
        return this;
    }

    /// <summary>The model's bytes as they go to disk.</summary>
    public byte[] ToArray() => _model.ToByteArray();

    /// <summary>Writes the model to a file, replacing what was there.</summary>
    public void Save(string path)
    {
        using var stream = File.Create(path);
        _model.WriteTo(stream);
    }

    public static NodeProto CreateNode(
        string domain,
        string op,
        string[] inputs,
        string[] outputs,
        params ReadOnlySpan<AttributeProto> attributes
    )
    {
        var node = new NodeProto { OpType = op };
        if (domain.Length > 0)
            node.Domain = domain;
        node.Input.Add(inputs);
        node.Output.Add(outputs);
        node.Attribute.Add(attributes.ToArray());
        return node;
    }

    public static AttributeProto Attribute(string name, long value) =>
        new()
        {
            Name = name,
            Type = AttributeType.Int,
            I = value,
        };

    public static AttributeProto Attribute(string name, float value) =>
        new()
        {
            Name = name,
            Type = AttributeType.Float,
            F = value,
        };

    public static AttributeProto Attribute(string name, string value) =>
        new()
        {
            Name = name,
            Type = AttributeType.String,
            S = ByteString.CopyFromUtf8(value),
        };

    public static AttributeProto Attribute(string name, long[] values) =>
        new()
        {
            Name = name,
            Type = AttributeType.Ints,
            Ints = { values },
        };

    public static AttributeProto Attribute(string name, TensorProto value) =>
        new()
        {
            Name = name,
            Type = AttributeType.Tensor,
            T = value,
        };

    public static AttributeProto Attribute(string name, GraphProto value) =>
        new()
        {
            Name = name,
            Type = AttributeType.Graph,
            G = value,
        };

    public static TensorProto Tensor<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<long> dims)
        where T : unmanaged
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)TypeOf<T>(),
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)),
        };
        tensor.Dims.Add(dims.ToArray());
        return tensor;
    }

    public static ValueInfoProto Value(string name, OnnxElementType type, IEnumerable<object?> dims)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(
            dims.Select(dim =>
                dim switch
                {
                    null => new TensorShapeProto.Types.Dimension(),
                    string symbol => new TensorShapeProto.Types.Dimension { DimParam = symbol },
                    _ => new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(dim) },
                }
            )
        );
        return new()
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape },
            },
        };
    }

    static OnnxElementType TypeOf<T>() =>
        default(T) switch
        {
            float => OnnxElementType.Float,
            Half => OnnxElementType.Float16,
            double => OnnxElementType.Double,
            byte => OnnxElementType.UInt8,
            sbyte => OnnxElementType.Int8,
            int => OnnxElementType.Int32,
            long => OnnxElementType.Int64,
            bool => OnnxElementType.Bool,
            _ => throw new NotSupportedException($"no element type of the format is a {typeof(T)}"),
        };
}
