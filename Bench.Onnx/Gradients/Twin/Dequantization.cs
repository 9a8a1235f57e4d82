using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Gradients.Twin;

/// <summary>Writes quantised arithmetic as arithmetic of the numbers that the integers stand for.</summary>
/// <remarks>
/// A value that the picture reaches is held as the real number throughout: QuantizeLinear becomes Clip to the range
/// that its integers cover, DequantizeLinear nothing. Only the rounding is left out, whose derivative is zero almost
/// everywhere. Stored integers become floats once, here.
/// </remarks>
internal sealed class Dequantization(TwinGraph graph, string image)
{
    readonly HashSet<string> _active = new(StringComparer.Ordinal) { image };

    /// <summary>The value of one step of the integers, for the values that are now held as real numbers: 1 where the
    /// model measures its scale as it runs.</summary>
    readonly Dictionary<string, float> _steps = new(StringComparer.Ordinal);

    public static void Rewrite(GraphProto graph, string image)
    {
        var twin = new TwinGraph(graph);
        twin.Rewrite(new Dequantization(twin, image).Rewrite);
    }

    void Rewrite(NodeProto node)
    {
        var reached = node.Input.Any(_active.Contains);
        if (reached)
            _active.UnionWith(node.Output.Where(output => output.Length > 0));
        switch (node.OpType)
        {
            case "DequantizeLinear" when graph.IsConstant(node.Input[0], out var stored) && IsPlain(stored):
                graph.Add(Weights(stored, node.Output[0], node.Input[1], TwinGraph.Input(node, 2), Axis(node, 1)));
                return;
            case "DequantizeLinear" when reached:
                graph.EmitAs(node.Output[0], "Identity", [Real(node, 0)]);
                return;
            case "QuantizeLinear" when reached:
                Clip(node, node.Input[0], 1);
                return;
            case "DynamicQuantizeLinear" when reached:
                graph.EmitAs(node.Output[0], "Identity", [node.Input[0]]);
                _steps[node.Output[0]] = 1;
                graph.Add(TensorNumbers.Float(node.Output[1], [1]));
                graph.Add(Tensor<byte>(node.Output[2], [0]));
                return;
            case "QLinearConv" when reached:
                var bias = TwinGraph.Input(node, 8) is { } stating ? [Bias(node, stating)] : Array.Empty<string>();
                Clip(node, graph.Emit("Conv", [Real(node, 0), Weights(node, 3, 0), .. bias], [.. node.Attribute]), 6);
                return;
            case "QLinearMatMul" when reached:
                Clip(node, graph.Emit("MatMul", [Real(node, 0), Operand(node, 3)]), 6);
                return;
            case "ConvInteger" or "MatMulInteger" when reached:
                Integer(node);
                return;
        }
        // Whatever only moves or compares integers does the same to the numbers that they stand for.
        if (reached && node.Input.FirstOrDefault(_steps.ContainsKey) is { } source)
            _steps[node.Output[0]] = _steps[source];
        graph.Keep(node);
    }

    static bool IsPlain(TensorProto tensor) =>
        (OnnxElementType)tensor.DataType
            is OnnxElementType.Int8
                or OnnxElementType.UInt8
                or OnnxElementType.Int16
                or OnnxElementType.UInt16
                or OnnxElementType.Int32;

    static int Axis(NodeProto node, int otherwise) =>
        TwinGraph.Attribute(node, "block_size") is { I: > 0 }
            ? throw new NotSupportedException($"{node.OpType} in blocks")
            : (int)(TwinGraph.Attribute(node, "axis")?.I ?? otherwise);

    /// <summary>Input (value, scale, zero point) as real numbers: it is so already, or it is a picture of
    /// bytes.</summary>
    string Real(NodeProto node, int input) => _steps.ContainsKey(node.Input[input]) ? node.Input[input] : Scaled(node, input);

    string Scaled(NodeProto node, int input)
    {
        var zero = graph.Numbers(TwinGraph.Input(node, input + 2))?[0] ?? 0;
        return graph.Emit("Mul", [graph.Emit("Sub", [node.Input[input], graph.Scalar(zero)]), graph.Scalar(Scale(node, input + 1))]);
    }

    float Scale(NodeProto node, int input) =>
        graph.Numbers(TwinGraph.Input(node, input)) is [var scale]
            ? scale
            : throw new NotSupportedException($"{node.OpType} with more than one scale for a value, or a computed one");

    /// <summary>The value held to the range of the integers, scale and zero point at <paramref name="scaleInput"/> and
    /// behind.</summary>
    void Clip(NodeProto node, string value, int scaleInput)
    {
        var scale = Scale(node, scaleInput);
        var zeroName = TwinGraph.Input(node, scaleInput + 1);
        var zero = graph.Numbers(zeroName)?[0] ?? 0;
        var type =
            zeroName is not null && graph.IsConstant(zeroName, out var tensor)
                ? (OnnxElementType)tensor.DataType
                : (OnnxElementType)(TwinGraph.Attribute(node, "output_dtype")?.I ?? (long)OnnxElementType.UInt8);
        var (low, high) = type switch
        {
            OnnxElementType.UInt8 => (0f, 255f),
            OnnxElementType.Int8 => (-128f, 127f),
            OnnxElementType.UInt16 => (0f, 65535f),
            OnnxElementType.Int16 => (-32768f, 32767f),
            _ => throw new NotSupportedException($"{node.OpType} to {type}"),
        };
        graph.EmitAs(node.Output[0], "Clip", [value, graph.Scalar((low - zero) * scale), graph.Scalar((high - zero) * scale)]);
        _steps[node.Output[0]] = scale;
    }

    string Operand(NodeProto node, int input) => graph.IsConstant(node.Input[input], out _) ? Weights(node, input, -1) : Real(node, input);

    string Weights(NodeProto node, int input, int axis) =>
        graph.IsConstant(node.Input[input], out var stored)
            ? graph.Add(Weights(stored, $"{node.Output[0]}/weights{input}", node.Input[input + 1], TwinGraph.Input(node, input + 2), axis))
            : throw new NotSupportedException($"{node.OpType} with computed weights");

    /// <summary>(stored − zero) · scale, one pair for the tensor or one for each place along an axis.</summary>
    TensorProto Weights(TensorProto stored, string name, string scaleName, string? zeroName, int axis)
    {
        var values = TensorNumbers.Read(stored);
        var scales = graph.Numbers(scaleName) ?? throw new NotSupportedException("weights with a computed scale");
        Shift(values, stored, scales, zeroName, axis);
        return TensorNumbers.Float(name, values, [.. stored.Dims]);
    }

    void Shift(float[] values, TensorProto stored, float[] scales, string? zeroName, int axis)
    {
        var zeros = graph.Numbers(zeroName) ?? [0];
        var places = Math.Max(scales.Length, zeros.Length);
        axis = axis < 0 ? axis + stored.Dims.Count : axis;
        if (places > 1 && stored.Dims[axis] != places)
            throw new NotSupportedException($"the tensor '{stored.Name}' has {places} scales along an axis of {stored.Dims[axis]}");
        var run = places == 1 ? 1 : (int)stored.Dims.Skip(axis + 1).Aggregate(1L, (product, dim) => product * dim);
        for (var i = 0; i < values.Length; i++)
        {
            var place = i / run % places;
            values[i] = (values[i] - zeros[zeros.Length == 1 ? 0 : place]) * scales[scales.Length == 1 ? 0 : place];
        }
    }

    /// <summary>A 32-bit bias counts in steps of the input's scale times the weight's.</summary>
    string Bias(NodeProto node, string name)
    {
        var scale = Scale(node, 1);
        var weights = graph.Numbers(node.Input[4]) ?? throw new NotSupportedException($"{node.OpType} with a computed scale");
        var values = graph.Numbers(name) ?? throw new NotSupportedException($"{node.OpType} with a computed bias");
        return graph.Constant<float>([.. values.Select((value, i) => value * scale * weights[weights.Length == 1 ? 0 : i])], values.Length);
    }

    /// <summary>Products of plain integers: the value in its own steps, times the weights less their zero
    /// point.</summary>
    void Integer(NodeProto node)
    {
        if (!_steps.TryGetValue(node.Input[0], out var step) || !graph.IsConstant(node.Input[1], out var stored))
            throw new NotSupportedException($"{node.OpType} over two computed values");
        var values = TensorNumbers.Read(stored);
        var convolution = node.OpType == "ConvInteger";
        Shift(values, stored, [1 / step], TwinGraph.Input(node, 3), convolution ? 0 : -1);
        var weights = graph.Constant<float>(values, [.. stored.Dims]);
        graph.EmitAs(node.Output[0], convolution ? "Conv" : "MatMul", [node.Input[0], weights], [.. node.Attribute]);
    }
}
