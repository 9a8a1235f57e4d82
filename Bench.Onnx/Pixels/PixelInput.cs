using Bench.Onnx.Gradients.Twin;
using Bench.Onnx.Model;
using Bench.Onnx.Protobuf;
using Google.Protobuf;
using static Bench.Onnx.Admission.OnnxModelBuilder;

namespace Bench.Onnx.Pixels;

/// <summary>Puts the normalisation of pixels in front of a model, so that bytes as they were decoded enter it: uint8
/// [N, height, width, 3], red first.</summary>
/// <remarks>
/// The operations and their order are those of filling a tensor with floats, so the numbers are the same to the bit.
/// Half precision is looked up: a runtime that calculates in single precision drops a rounding that is computed.
/// Nothing else of the graph changes: what was its input is now computed, under the same name. The whole file is read
/// and written in memory, so large ones are left as they are.
/// </remarks>
public static class PixelInput
{
    const long MostBytes = 256 << 20;

    const int Levels = 256;

    /// <summary>Operators that stretch constants over pictures came with this version.</summary>
    const long OldestOpset = 7;

    /// <param name="modelPath">An admitted model; external data lies in its folder.</param>
    /// <param name="input">Its image input.</param>
    /// <param name="layout">How that is laid out.</param>
    /// <param name="scale">What becomes of the pixels.</param>
    /// <returns>The model and the name of its new input; null where it takes bytes already, is too large or too
    /// old.</returns>
    public static (byte[] Model, string Input)? Prepend(string modelPath, string input, OnnxImageLayout layout, PixelScale scale)
    {
        if (new FileInfo(modelPath).Length > MostBytes)
            return null;
        ModelProto model;
        using (var stream = File.OpenRead(modelPath))
            model = ModelProto.Parser.ParseFrom(stream);
        return
            ExternalWeights.Load(model.Graph, Path.GetDirectoryName(Path.GetFullPath(modelPath))!, MostBytes)
            && Prepend(model, input, layout, scale) is { } name
            ? (model.ToByteArray(), name)
            : null;
    }

    static string? Prepend(ModelProto model, string input, OnnxImageLayout layout, PixelScale scale)
    {
        var graph = model.Graph;
        var old = graph.Input.FirstOrDefault(value => value.Name == input);
        var opset = model.OpsetImport.FirstOrDefault(import => OperatorDomains.Canonical(import.Domain) == OperatorDomains.Standard);
        if (old is null || opset is null || opset.Version < OldestOpset)
            return null;
        var type = (OnnxElementType)old.Type.TensorType.ElemType;
        if (type is not (OnnxElementType.Float or OnnxElementType.Float16))
            return null;
        var prefix = "pixels/";
        while (graph.Node.SelectMany(node => node.Output).Any(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            prefix = $"_{prefix}";

        var nodes = new List<NodeProto>();
        var pixels = prefix + "input";
        var value = pixels;
        if (scale.Reversed)
            value = Emit("Gather", [value, Constant(Tensor<long>("", [2, 1, 0], 3))], Attribute("axis", 3L));
        if (layout == OnnxImageLayout.Nchw)
            value = Emit("Transpose", [value], Attribute("perm", [0L, 3L, 1L, 2L]));
        if (type == OnnxElementType.Float16)
            LookUp(value);
        else
            Compute(value);
        nodes[^1].Output[0] = input;
        for (var i = 0; i < nodes.Count; i++)
            graph.Node.Insert(i, nodes[i]);
        graph.Input[graph.Input.IndexOf(old)] = Pixels(old, pixels, layout);
        return pixels;

        void Compute(string levels)
        {
            var value = Emit("Cast", [levels], Attribute("to", (long)OnnxElementType.Float));
            if (scale.Divisor != 1)
                value = Emit("Div", [value, Constant(Channels<float>([.. scale.Mean.Select(_ => scale.Divisor)]))]);
            value = Emit("Sub", [value, Constant(Channels<float>([.. scale.Mean]))]);
            Emit("Div", [value, Constant(Channels<float>([.. scale.Std]))]);
        }

        void LookUp(string levels)
        {
            var table = new Half[3 * Levels];
            for (var i = 0; i < table.Length; i++)
                table[i] = (Half)((i % Levels / scale.Divisor - scale.Mean[i / Levels]) / scale.Std[i / Levels]);
            var index = Emit("Cast", [levels], Attribute("to", (long)OnnxElementType.Int32));
            index = Emit("Add", [index, Constant(Channels<int>([0, Levels, 2 * Levels]))]);
            Emit("Gather", [Constant(Tensor<Half>("", table, table.Length)), index], Attribute("axis", 0L));
        }

        string Emit(string op, string[] inputs, params ReadOnlySpan<AttributeProto> attributes)
        {
            var output = $"{prefix}{nodes.Count}";
            nodes.Add(CreateNode("", op, inputs, [output], attributes));
            return output;
        }

        // A node: initialisers of old models must also be inputs.
        string Constant(TensorProto tensor) => Emit("Constant", [], Attribute("value", tensor));

        TensorProto Channels<T>(T[] values)
            where T : unmanaged => layout == OnnxImageLayout.Nchw ? Tensor<T>("", values, 1, 3, 1, 1) : Tensor<T>("", values, 1, 1, 1, 3);
    }

    /// <summary>The old input's sizes, of bytes that lie pixel by pixel.</summary>
    static ValueInfoProto Pixels(ValueInfoProto old, string name, OnnxImageLayout layout)
    {
        var value = old.Clone();
        value.Name = name;
        value.Type.TensorType.ElemType = (int)OnnxElementType.UInt8;
        if (layout == OnnxImageLayout.Nchw && value.Type.TensorType.Shape?.Dim is [_, var channels, _, _] dims)
        {
            dims.RemoveAt(1);
            dims.Add(channels);
        }
        return value;
    }
}
